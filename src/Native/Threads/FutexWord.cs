// Safety: the word is an element of a pinned array of this object, which the running method keeps alive.
using System.Runtime.CompilerServices;

namespace ActorFfi;

/// <summary>A word that Linux puts threads to sleep on: one system call to sleep and one to wake.</summary>
internal sealed unsafe class FutexWord : WaitWord
{
    /// <inheritdoc/>
    public override void Wait(int value, TimeSpan timeout)
    {
        LinuxCalls.WaitPrivately(Address, value, timeout == Timeout.InfiniteTimeSpan ? null : timeout);
        GC.KeepAlive(this);
    }

    /// <inheritdoc/>
    public override void Wake()
    {
        LinuxCalls.WakeOnePrivately(Address);
        GC.KeepAlive(this);
    }

    private int* Address => (int*)Unsafe.AsPointer(ref Value);
}
