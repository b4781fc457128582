// Safety: two Linux calls on descriptors and one structure that lives on the stack of the thread that waits.
using System.Diagnostics;
using System.Runtime.InteropServices;

namespace ActorFfi.Bench;

/// <summary>Notices the end of a process by its pidfd, as early as one can.</summary>
internal sealed partial class ProcessWatch : IDisposable
{
    private const int PidfdOpen = 434; // The number of the call on x86-64 and arm64.
    private const short PollIn = 1;

    private readonly int _descriptor;
    private readonly TaskCompletionSource<long> _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public ProcessWatch(int processId)
    {
        _descriptor = (int)syscall(PidfdOpen, processId, 0);
        if (_descriptor < 0)
        {
            throw new InvalidOperationException($"Process {processId} cannot be watched.");
        }

        new Thread(Wait) { IsBackground = true }.Start();
    }

    /// <summary>Completes with the timestamp of the end.</summary>
    public Task<long> EndedAt => _ended.Task;

    public void Dispose() => close(_descriptor);

    private unsafe void Wait()
    {
        PollDescriptor watched = new() { Descriptor = _descriptor, Events = PollIn };
        poll(&watched, 1, -1);
        _ended.SetResult(Stopwatch.GetTimestamp());
    }

    [LibraryImport("libc")]
    private static partial long syscall(long number, int processId, uint flags);

    [LibraryImport("libc")]
    private static unsafe partial int poll(PollDescriptor* descriptors, ulong count, int timeout);

    [LibraryImport("libc")]
    private static partial int close(int descriptor);

    [StructLayout(LayoutKind.Sequential)]
    private struct PollDescriptor
    {
        public int Descriptor;
        public short Events;
        public short Returned;
    }
}
