using Akka.Actor;

namespace ActorFfi;

/// <summary>The actor of one library: loads and resolves it, and supervises its symbols.</summary>
internal sealed class LibraryActor : ReceiveActor
{
    private readonly LibraryEntry _library;
    private LibraryGeneration? _generation;
    private Task<LoadedLibrary>? _start;

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
        _start = LibraryStart.RunAsync(_library, _generation);
        _start.PipeTo(Self, success: static loaded => new LibraryLoaded(loaded), failure: static reason => new LibraryLoadFailed(reason));
    }

    /// <inheritdoc/>
    protected override void PostStop()
    {
        _generation!.End();
        foreach (SymbolEntry symbol in _library.Symbols.Values)
        {
            symbol.Publish((NativeFunction?)null);
            symbol.Publish((NativeVariable?)null);
        }

        _library.Closing = LibraryEnd.RunAsync(_library, _start!, _generation);
    }

    /// <inheritdoc/>
    protected override SupervisorStrategy SupervisorStrategy() => new OneForOneStrategy(Decide);

    // Whatever a symbol does not decide for itself is the library's failure.
    private Directive Decide(Exception failure)
    {
        _library.Failure = failure is WorkerFaultException fault
            ? new LibraryFailure(fault.Kind, fault.Directive, fault.InnerException!)
            : new LibraryFailure(FailureKind.Fault, FailureDirective.Escalate, failure);
        return Directive.Escalate;
    }

    private void OnLoaded(LoadedLibrary loaded)
    {
        foreach (SymbolEntry symbol in _library.Symbols.Values)
        {
            Publish(symbol, loaded);
        }

        _library.TryEnter([LibraryState.Loading], _library.Now(LibraryState.Ready, "It serves calls."), isSettled: true);
        Context.Parent.Tell(new LibraryReady(_library));
    }

    private void Publish(SymbolEntry symbol, LoadedLibrary loaded)
    {
        if (symbol.IsVariable)
        {
            PublishVariable(symbol, loaded);
            return;
        }

        if (LibraryOpening.Function(symbol, loaded, _generation!) is not { } function)
        {
            symbol.CloseAsAbsent();
            return;
        }

        symbol.Publish(function);
        if (symbol.IsNonblocking)
        {
            Context.ActorOf(Props.Create(() => new SymbolActor(symbol)), ActorNames.Of(symbol.Name));
        }
    }

    private void PublishVariable(SymbolEntry symbol, LoadedLibrary loaded)
    {
        symbol.Publish(LibraryOpening.Variable(symbol, loaded, _generation!));
        if (symbol.Variable is null)
        {
            symbol.MarkAbsent();
        }
    }

    private void OnLoadFailed(Exception reason)
    {
        _library.Failure = reason is TooManyAbandonedException
            ? new LibraryFailure(FailureKind.TooManyAbandoned, FailureDirective.Stop, reason)
            : new LibraryFailure(FailureKind.LoadError, _library.Definition.OnLoadError, reason);
        throw reason;
    }
}
