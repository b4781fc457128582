using Akka.Actor;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace ActorFfi;

/// <summary>The declared native libraries, running as supervised actors.</summary>
/// <remarks>
/// Threads: everything may be used from any thread. Ownership: disposing stops all libraries; <see cref="StopAsync"/> says how.
/// </remarks>
public sealed class FfiRuntime : IAsyncDisposable
{
    private readonly LibraryRegistry _registry;
    private readonly LibraryRollout _rollout;
    private readonly RuntimeDefinition _definition;
    private readonly Lock _stopGate = new();
    private Task? _stop; // Guarded by _stopGate, under which commands are sent too: those that come before the stop are answered.
    private IActorRef _actor = ActorRefs.Nobody; // Set once, before the runtime is handed out.
    private Func<Task> _stopEngine = static () => Task.CompletedTask; // Likewise.

    internal FfiRuntime(RuntimeDefinition definition)
    {
        _definition = definition;
        ShutdownTimeout = definition.ShutdownTimeout;
        _registry = new LibraryRegistry(this, definition);
        _rollout = new LibraryRollout(this, _registry, definition.Time);
    }

    /// <summary>The names of the declared libraries.</summary>
    public IReadOnlyCollection<string> Libraries => _registry.Current.Keys;

    /// <summary>A library by the name it is declared under.</summary>
    /// <exception cref="UnknownNameException">No library of that name is declared.</exception>
    public LibraryRef this[string library] => _registry.Current.TryGetValue(library, out LibraryRef? found)
        ? found
        : throw UnknownNameException.OfLibrary(library, _registry.Current.Keys);

    /// <summary>Raised when a library that is declared critical has failed for good; a host stops then. Handlers return at once.</summary>
    public event Action<LibraryUnavailableException>? CriticalLibraryFailed;

    /// <summary>Raised for each nonblocking call that is answered with a failure, and for synchronous ones while somebody listens to the meter. Handlers return at once; what they throw is logged.</summary>
    public event Action<FailedCall>? CallFailed;

    /// <summary>Raised for each step in the life of each library, in the order of that library. Handlers return at once; what they throw is logged.</summary>
    public event Action<LibraryStateChange>? LibraryStateChanged;

    /// <summary>The actor at the top; nobody before the start.</summary>
    internal IActorRef Actor => _actor;

    /// <summary>Where everything that happens to the libraries is logged.</summary>
    internal ILogger Logger { get; private set; } = NullLogger.Instance;

    internal IEnumerable<LibraryEntry> Entries => _registry.Entries;

    /// <summary>All libraries that may have calls, those included that another declaration has replaced.</summary>
    internal IEnumerable<LibraryEntry> AllEntries => [.. Entries, .. _registry.Others];

    /// <summary>How long a stop waits for accepted calls.</summary>
    internal TimeSpan ShutdownTimeout { get; set; }

    /// <summary>Starts a runtime of its own and waits until each library is ready or has failed.</summary>
    /// <param name="configure">Declares the libraries.</param>
    /// <param name="cancellationToken">Gives the start up and stops what was started.</param>
    /// <exception cref="DeclarationException">A declaration cannot be read, and nothing else is wrong.</exception>
    /// <exception cref="OptionsException">Settings are missing, unknown or wrong; it lists them all.</exception>
    /// <remarks>Failure: a library that cannot be loaded does not fail the start; its state says so, and its calls fail with the reason.</remarks>
    public static async Task<FfiRuntime> StartAsync(Action<FfiRuntimeBuilder> configure, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(configure);
        FfiRuntimeBuilder builder = new();
        configure(builder);
        FfiRuntime runtime = new(builder.Build());
        runtime.LogTo(builder.Logging);
        ActorSystem system = ActorSystem.Create("actorffi");
        runtime.Start(system, system.Terminate);
        try
        {
            await runtime.WhenSettled().WaitAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            await runtime.DisposeAsync().ConfigureAwait(false);
            throw;
        }

        return runtime;
    }

    /// <summary>Whether a library of that name is declared.</summary>
    public bool TryGetLibrary(string library, [System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out LibraryRef? found) =>
        _registry.Current.TryGetValue(library, out found);

    /// <summary>Stops everything: no new calls, then what was accepted is finished, then the rest is answered.</summary>
    /// <param name="cancellationToken">Ends the waiting for accepted calls early; the stop itself goes on.</param>
    /// <remarks>
    /// It waits for accepted calls as long as the shutdown time-out says. Calls that are still queued then fail with
    /// <see cref="LibraryUnavailableException"/>, and so do calls that native code has not returned from; their threads are background threads.
    /// </remarks>
    public Task StopAsync(CancellationToken cancellationToken = default)
    {
        TaskCompletionSource stop = new(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_stopGate)
        {
            if (_stop is not null)
            {
                return _stop;
            }

            _stop = stop.Task;
        }

        // Outside the lock, because who listens to states may send commands, under a lock that this needs.
        return CompleteAsync(stop, StopCoreAsync(cancellationToken));
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => new(StopAsync());

    /// <summary>Asks for a library to be started, restarted or drained; it fails once the runtime stops, because nobody would answer.</summary>
    internal Task SendAsync(LibraryEntry library, LibraryIntent intent)
    {
        if (intent == LibraryIntent.Drain && !_actor.IsNobody())
        {
            library.Drain(); // At once, and outside the lock, like the stop.
        }

        lock (_stopGate)
        {
            if (_stop is not null || _actor.IsNobody())
            {
                return intent == LibraryIntent.Drain && _stop is not null ? _stop : Task.FromException(library.Unavailable());
            }

            return LibraryControl.SendAsync(_actor, library, intent);
        }
    }

    /// <summary>Asks for the guests of a library to be replaced; it fails once the runtime stops, because nobody would answer.</summary>
    internal Task RollAsync(LibraryEntry library)
    {
        lock (_stopGate)
        {
            return _stop is not null || _actor.IsNobody() ? Task.FromException(library.Unavailable()) : LibraryControl.RollAsync(_actor, library);
        }
    }

    /// <summary>Sets the log of a runtime that has not started; null leaves it as it is.</summary>
    internal void LogTo(ILoggerFactory? loggers)
    {
        if (loggers is not null)
        {
            Logger = new SafeLogger(loggers.CreateLogger(RuntimeLog.Category));
            Array.ForEach([.. AllEntries], library => library.Logger = Logger);
        }
    }

    /// <summary>Starts the actors in an engine; what ends the engine is called at the end of the stop.</summary>
    internal void Start(ActorSystem system, Func<Task> stopEngine)
    {
        _stopEngine = () =>
        {
            LiveRuntimes.Remove(this);
            return stopEngine();
        };
        LiveRuntimes.Add(this);
        LibraryStateChanged += change => system.EventStream.Publish(change);
        RuntimeContext context = new([.. Entries], _definition.Time, _definition.Chance, reason => EventListeners.Tell(CriticalLibraryFailed, reason, Logger, reason.Library));
        _actor = system.ActorOf(Props.Create(() => new RuntimeActor(context)), RuntimeActor.Name);
    }

    /// <summary>Completes when each library is ready or has failed.</summary>
    internal Task WhenSettled() => Task.WhenAll(Entries.Select(library => library.Settled));

    /// <summary>Makes a library, which nobody has yet, one of this runtime.</summary>
    internal LibraryEntry Prepare(LibraryEntry library)
    {
        library.Logger = Logger;
        if (library.Declarations == 1)
        {
            library.Events.CallFailed += call => EventListeners.Tell(CallFailed, call, Logger, call.Library);
            library.Events.StateChanged += change => EventListeners.Tell(LibraryStateChanged, change, Logger, change.Library);
            library.Buffers.LeakFound += leak => LeakReport.Queue(leak, [Logger]);
        }

        return library;
    }

    /// <summary>Applies another configuration while calls go on; either all of it or nothing.</summary>
    /// <exception cref="RolloutException">A library of it could not be loaded; nothing was changed.</exception>
    internal Task ApplyAsync(LibraryChanges changes, CancellationToken cancellationToken) => _rollout.ApplyAsync(changes, cancellationToken);

    private static async Task CompleteAsync(TaskCompletionSource done, Task work)
    {
        await work.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        done.SetFromTask(work);
        await work.ConfigureAwait(false);
    }

    private async Task StopCoreAsync(CancellationToken cancellationToken)
    {
        await _rollout.EndAsync().ConfigureAwait(false);
        await RuntimeStop.RunAsync([.. Entries], [.. _registry.Others], _actor, _stopEngine, ShutdownTimeout, cancellationToken).ConfigureAwait(false);
    }
}
