using Akka.Actor.Internal;

namespace Akka.Actor;

/// <summary>A path to tell messages to. It is walked for each message, so that it stands for whatever is there at that moment.</summary>
internal sealed class ActorSelection : ICanTell
{
    private readonly RootGuardian _root;
    private readonly IReadOnlyList<string> _elements;

    internal ActorSelection(RootGuardian root, IReadOnlyList<string> elements)
    {
        _root = root;
        _elements = elements;
    }

    public string PathString => "/" + string.Join('/', _elements);

    internal ActorSystem System => _root.System;

    public void Tell(object message, IActorRef? sender = null) => Find().Tell(message, sender ?? ActorCell.Current?.Self);

    /// <summary>The reference of the actor at the path; <see cref="ActorNotFoundException"/> when there is none.</summary>
    public Task<IActorRef> ResolveOne(TimeSpan timeout) => ResolveOne(timeout, CancellationToken.None);

    public async Task<IActorRef> ResolveOne(TimeSpan timeout, CancellationToken ct)
    {
        try
        {
            ActorIdentity identity = await this.Ask<ActorIdentity>(new Identify(null), timeout, ct).ConfigureAwait(false);
            return identity.Subject ?? throw new ActorNotFoundException("subject was null");
        }
        catch (Exception exception)
        {
            throw new ActorNotFoundException("Exception occurred while resolving ActorSelection", exception);
        }
    }

    public override string ToString() => $"ActorSelection[{PathString}]";

    private IActorRef Find()
    {
        IActorRef found = _root;
        foreach (string name in _elements)
        {
            found = found switch
            {
                RootGuardian root => root.GetChild(name),
                LocalActorRef actor => actor.GetChild(name),
                _ => found,
            };
        }

        return found is Nobody ? new EmptyActorRef(System, _elements.Aggregate(_root.Path, (path, name) => path / name)) : found;
    }
}
