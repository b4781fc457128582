using Akka.Actor;
using Akka.Event;

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
        Receive<DeadLetter>(letter => Answer((NativeCall)letter.Message, letter.Sender), letter => letter.Message is NativeCall);
        Receive<DeadLetter>(static _ => { });
    }

    /// <inheritdoc/>
    protected override void PreStart()
    {
        Context.System.EventStream.Subscribe(Self, typeof(DeadLetter));
        foreach (LibraryEntry library in _libraries)
        {
            IActorRef actor = Context.ActorOf(Props.Create(() => new LibraryActor(library)), ActorNames.Of(library.Name));
            Context.Watch(actor);
            _running.Add(actor, library);
        }
    }

    /// <inheritdoc/>
    protected override SupervisorStrategy SupervisorStrategy() => new OneForOneStrategy(static _ => Directive.Stop);

    // A call that was told to an actor which had ended: it gives its buffers back, and its sender hears of it.
    private void Answer(NativeCall call, IActorRef sender) =>
        call.Refuse(new ActorReplyTarget(sender, Self), call.Symbol.Library.Unavailable());

    private void OnTerminated(IActorRef actor)
    {
        if (_running.Remove(actor, out LibraryEntry? library) && library.State is LibraryState.Loading or LibraryState.Ready)
        {
            library.Close(LibraryState.Failed, "Its actor has ended. Restart the runtime.");
        }
    }
}
