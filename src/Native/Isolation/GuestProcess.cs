namespace ActorFfi;

/// <summary>A running guest: the child process that executes the calls of an isolated library.</summary>
/// <remarks>Threads: every member from any thread. Ownership: it ends by <see cref="StopAsync"/>, <see cref="Kill"/> or by itself; once it has, nothing is left to dispose.</remarks>
internal sealed class GuestProcess
{
    /// <summary>The process id.</summary>
    public int Pid => throw new InvalidOperationException();

    /// <summary>The name of the library.</summary>
    public string Library => throw new InvalidOperationException();

    /// <summary>The path that the library was loaded from.</summary>
    public string Path => throw new InvalidOperationException();

    /// <summary>What handles that the guest's native code gives out carry: one for each guest. It ends, and its loans are torn, when the guest dies.</summary>
    public LibraryGeneration Generation => throw new InvalidOperationException();

    /// <summary>The native threads of the guest.</summary>
    public IReadOnlyList<GuestLane> Lanes => throw new InvalidOperationException();

    /// <summary>Whether the guest is dead.</summary>
    public bool HasEnded => throw new InvalidOperationException();

    /// <summary>Completes with how it ended, after the last call of the owner's members.</summary>
    public Task<GuestExit> Ended => throw new InvalidOperationException();

    /// <summary>Starts a guest and loads the library in it.</summary>
    /// <param name="start">What it is started with.</param>
    /// <param name="owner">Who is told what it does.</param>
    /// <param name="cancellationToken">Kills it while it starts.</param>
    /// <exception cref="GuestStartException">It could not be started, or ended before the library was loaded.</exception>
    /// <exception cref="LibraryLoadException">No candidate can be loaded.</exception>
    /// <exception cref="LibraryHashException">The first candidate that exists is another file than the pinned one.</exception>
    /// <exception cref="MissingSymbolsException">The library lacks symbols that are not optional.</exception>
    /// <exception cref="PlatformNotSupportedException">Isolation needs Linux.</exception>
    public static Task<GuestProcess> StartAsync(GuestStart start, IGuestOwner owner, CancellationToken cancellationToken) => throw new InvalidOperationException();

    /// <summary>A function as declared; null for an optional one that the library lacks.</summary>
    /// <exception cref="ArgumentException">No function of that name is declared.</exception>
    public GuestFunction? Function(string name) => throw new InvalidOperationException(name);

    /// <summary>A function that the guest gave out.</summary>
    /// <param name="function">One whose <see cref="NativeFunction.Generation"/> is this guest's.</param>
    public GuestFunction FunctionOf(NativeFunction function) => throw new InvalidOperationException();

    /// <summary>A variable as declared; null for an optional one that the library lacks. It is read and written in the guest's memory.</summary>
    /// <exception cref="ArgumentException">No variable of that name is declared.</exception>
    public NativeVariable? Variable(string name) => throw new InvalidOperationException(name);

    /// <summary>How many bytes of physical memory the guest uses, the arena not counted; 0 once it has ended.</summary>
    public long ResidentBytes() => throw new InvalidOperationException();

    /// <summary>Ends the guest at once by SIGKILL; does nothing where it has ended.</summary>
    /// <param name="reason">Why, for <see cref="GuestExit.KillReason"/>; the first reason counts.</param>
    public void Kill(string reason) => throw new InvalidOperationException(reason);

    /// <summary>Asks the guest to end after the calls that were submitted, and kills it if it does not in time.</summary>
    /// <returns>How it ended.</returns>
    public Task<GuestExit> StopAsync(TimeSpan patience) => throw new InvalidOperationException();
}
