namespace ActorFfi;

/// <summary>One native thread of a guest, which executes what is submitted to it in order.</summary>
/// <remarks>
/// Threads: one submitter at a time, from any thread; either nonblocking calls (<see cref="TrySubmit"/>) or synchronous ones
/// (<see cref="Invoke"/>) at a time. A callback of a call may make further calls on the call's own lane: <see cref="Current"/>.
/// </remarks>
internal sealed class GuestLane
{
    /// <summary>How many calls a lane takes ahead: the one that it runs and those that wait behind it.</summary>
    public const int Depth = 16;

    /// <summary>The lane whose call waits for the callback that this thread runs; null outside such a callback. Calls on it run nested, on the guest's same native thread.</summary>
    public static GuestLane? Current => throw new InvalidOperationException();

    /// <summary>The guest.</summary>
    public GuestProcess Guest => throw new InvalidOperationException();

    /// <summary>The lane's place in <see cref="GuestProcess.Lanes"/>.</summary>
    public int Index => throw new InvalidOperationException();

    /// <summary>How many calls were submitted and have no outcome yet.</summary>
    public int Outstanding => throw new InvalidOperationException();

    /// <summary>Hands a call to the guest; its outcome goes to <see cref="IGuestOwner.Completed"/>, maybe before this returns.</summary>
    /// <param name="function">A function of this lane's guest.</param>
    /// <param name="arguments">Bound arguments, which stay bound until the outcome.</param>
    /// <param name="state">Comes back in <see cref="GuestReply.State"/>.</param>
    /// <returns>False, with nothing done, where the guest has ended or <see cref="Depth"/> calls are outstanding.</returns>
    /// <exception cref="ArenaFullException">An argument that does not lie in the arena finds no room there; nothing is done.</exception>
    public bool TrySubmit(GuestFunction function, CallArguments arguments, object? state) => throw new InvalidOperationException();

    /// <summary>Calls the function and waits on this thread for the outcome.</summary>
    /// <param name="function">A function of this lane's guest.</param>
    /// <param name="arguments">Bound arguments.</param>
    /// <returns>The outcome; <see cref="GuestOutcome.NotBegun"/> also where the guest had ended before.</returns>
    /// <exception cref="ArenaFullException">An argument that does not lie in the arena finds no room there; nothing is done.</exception>
    public GuestReply Invoke(GuestFunction function, CallArguments arguments) => throw new InvalidOperationException();
}
