using Akka.Actor;

namespace ActorFfi;

/// <summary>The actor at the top: it starts the libraries, and learns when one has ended.</summary>
internal sealed class RuntimeActor : ReceiveActor
{
    /// <summary>The actor's name under <c>/user</c>.</summary>
    public const string Name = "ffi";

    private readonly IReadOnlyList<LibraryEntry> _libraries;
    private readonly Dictionary<IActorRef, LibraryEntry> _running = [];

    public RuntimeActor(IReadOnlyList<LibraryEntry> libraries)
    {
        _libraries = libraries;
        Receive<Terminated>(message => OnTerminated(message.ActorRef));
    }

    /// <inheritdoc/>
    protected override void PreStart()
    {
        foreach (LibraryEntry library in _libraries)
        {
            IActorRef actor = Context.ActorOf(Props.Create(() => new LibraryActor(library)), ActorNames.Of(library.Name));
            Context.Watch(actor);
            _running.Add(actor, library);
        }
    }

    /// <inheritdoc/>
    protected override SupervisorStrategy SupervisorStrategy() => new OneForOneStrategy(static _ => Directive.Stop);

    private void OnTerminated(IActorRef actor)
    {
        if (_running.Remove(actor, out LibraryEntry? library) && library.State is LibraryState.Loading or LibraryState.Ready)
        {
            library.Close(LibraryState.Failed, "Its actor has ended. Restart the runtime.");
        }
    }
}
