using Akka.Actor;

namespace ActorFfi;

/// <summary>The actor of one library: loads and resolves it, and supervises its symbols.</summary>
internal sealed class LibraryActor : ReceiveActor
{
    private readonly LibraryEntry _library;
    private LibraryGeneration? _generation;

    public LibraryActor(LibraryEntry library)
    {
        _library = library;
        Receive<LibraryLoaded>(message => OnLoaded(message.Library));
        Receive<LibraryLoadFailed>(message => OnLoadFailed(message.Reason));
    }

    /// <inheritdoc/>
    protected override void PreStart()
    {
        _generation = _library.NextGeneration();
        LibraryEntry library = _library;

        // Initialisers of a library run inside dlopen and may block: not in an actor's turn, and not on the pool's threads.
        Task<LoadedLibrary> loading = library.PinnedThread?.RunAsync(() => LibraryOpening.Open(library.Definition)) ?? Task.Factory.StartNew(
            () => LibraryOpening.Open(library.Definition),
            CancellationToken.None,
            TaskCreationOptions.LongRunning,
            TaskScheduler.Default);
        loading.PipeTo(Self, success: static loaded => new LibraryLoaded(loaded), failure: static reason => new LibraryLoadFailed(reason));
    }

    /// <inheritdoc/>
    protected override void PostStop()
    {
        _generation?.End();
        foreach (SymbolEntry symbol in _library.Symbols.Values)
        {
            symbol.Publish(null);
        }
    }

    /// <inheritdoc/>
    protected override SupervisorStrategy SupervisorStrategy() => new OneForOneStrategy(static _ => Directive.Escalate);

    private void OnLoaded(LoadedLibrary loaded)
    {
        foreach (SymbolEntry symbol in _library.Symbols.Values)
        {
            Publish(symbol, loaded);
        }

        if (_library.State == LibraryState.Loading)
        {
            _library.Enter(LibraryState.Ready, "It serves calls.");
        }
    }

    private void Publish(SymbolEntry symbol, LoadedLibrary loaded)
    {
        if (LibraryOpening.Function(symbol, loaded, _generation!) is not { } function)
        {
            symbol.MarkAbsent();
            symbol.Mailbox.Close(new LibraryUnavailableException(_library.Name, LibraryState.Ready, $"It lacks the optional symbol '{symbol.Name}'. Use a version that has it."));
            return;
        }

        symbol.Publish(function);
        if (symbol.IsNonblocking)
        {
            Context.ActorOf(Props.Create(() => new SymbolActor(symbol)), ActorNames.Of(symbol.Name));
        }
    }

    private void OnLoadFailed(Exception reason)
    {
        _library.Close(LibraryState.Failed, "It could not be loaded; see the inner exception. Mend the cause and start again.", reason);
        throw reason;
    }
}
