namespace ActorFfi;

/// <content>What the call layer does with a buffer; each step is one compare-and-swap and allocates nothing.</content>
public sealed partial class OwnedBuffer
{
    /// <summary>The call that has or had the buffer, or the <see cref="BufferLoan"/> that left it with native code; written by whoever holds the buffer in that call.</summary>
    private ICallIdentity? _holder;

    /// <summary>Whether the memory lies in an arena, where guests have it too.</summary>
    internal bool IsShared => _block is ArenaBlock;

    /// <summary>Takes the buffer for a nonblocking call.</summary>
    /// <exception cref="BufferStateException">The buffer is borrowed, with another call, or no longer here.</exception>
    /// <exception cref="ObjectDisposedException">The buffer is disposed.</exception>
    internal void Detach(ICallIdentity call)
    {
        Raise(BufferEvent.Detach);
        _holder = call;
    }

    /// <summary>Whether that call has the buffer; right when asked by who makes or runs the call.</summary>
    internal bool IsHeldBy(ICallIdentity call) => ReferenceEquals(_holder, call);

    /// <summary>Gives the buffer back when its call ends; frees it where it was disposed meanwhile.</summary>
    internal void Attach()
    {
        _holder = null;
        Raise(BufferEvent.Attach);
    }

    /// <summary>Gives the buffer up because native code does not come back; <see cref="Attach"/> frees it if that ever returns.</summary>
    internal void Abandon() => Raise(BufferEvent.Abandon);

    /// <summary>Gives the buffer up because the guest that had it died in the call; only <see cref="Recover"/> or <see cref="Dispose"/> follow.</summary>
    internal void Tear() => Raise(BufferEvent.Tear);

    /// <summary>Borrows the buffer for a synchronous call.</summary>
    /// <param name="write">Whether native code may write, and so must be alone.</param>
    /// <exception cref="BufferStateException">The state does not allow it.</exception>
    /// <exception cref="ObjectDisposedException">The buffer is disposed.</exception>
    internal void BeginNativeBorrow(bool write) => Raise(write ? BufferEvent.BeginWrite : BufferEvent.BeginRead);

    /// <summary>The same, without a reason where that is refused.</summary>
    internal bool TryBeginNativeBorrow(bool write) => TryRaise(write ? BufferEvent.BeginWrite : BufferEvent.BeginRead, out _);

    /// <summary>Ends what <see cref="BeginNativeBorrow"/> began.</summary>
    internal void EndNativeBorrow(bool write) => Raise(write ? BufferEvent.EndWrite : BufferEvent.EndRead);
}
