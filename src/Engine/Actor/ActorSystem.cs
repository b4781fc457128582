using Akka.Actor.Internal;
using Akka.Event;

namespace Akka.Actor;

/// <summary>A hierarchy of actors that start and end together. Threads: anyone.</summary>
internal sealed class ActorSystem : IActorRefFactory, IDisposable
{
    private readonly RootGuardian _root;

    private ActorSystem(string name)
    {
        Name = name;
        Undelivered = new EmptyActorRef(this, new ActorPath(name) / "deadLetters");
        _root = new RootGuardian(this);
    }

    public string Name { get; }

    public EventStream EventStream { get; } = new();

    /// <summary>What is told to it is published as a <see cref="DeadLetter"/>.</summary>
    public IActorRef DeadLetters => Undelivered;

    /// <summary>Completes when all actors have stopped.</summary>
    public Task WhenTerminated => _root.WhenTerminated;

    public static ActorSystem Create(string name)
    {
        if (name.Length == 0 || !char.IsAsciiLetterOrDigit(name[0]) || name.Any(c => !char.IsAsciiLetterOrDigit(c) && c != '-'))
        {
            throw new ArgumentException(
                $"Invalid ActorSystem name [{name}], must contain only word characters (i.e. [a-zA-Z0-9] plus non-leading '-')", nameof(name));
        }

        return new ActorSystem(name);
    }

    public IActorRef ActorOf(Props props, string? name = null) => _root.User.Context.ActorOf(props, name);

    public ActorSelection ActorSelection(ActorPath actorPath) => new(_root, actorPath.Elements);

    /// <summary>Takes absolute paths: <c>/user/name</c> or <c>akka://system/user/name</c>.</summary>
    public ActorSelection ActorSelection(string actorPath)
    {
        string root = _root.Path.ToString();
        string rest = actorPath.StartsWith(root, StringComparison.Ordinal) ? actorPath[(root.Length - 1)..] : actorPath;
        if (!rest.StartsWith('/'))
        {
            throw new ArgumentException(
                $"The path '{actorPath}' cannot be selected: it is not absolute. Start it with '/user/' or '{root}user/'.", nameof(actorPath));
        }

        return new ActorSelection(_root, rest.Split('/', StringSplitOptions.RemoveEmptyEntries));
    }

    public void Stop(IActorRef actor)
    {
        if (actor is LocalActorRef local)
        {
            local.Stop();
        }
    }

    /// <summary>Stops all actors. The task is <see cref="WhenTerminated"/>.</summary>
    public Task Terminate()
    {
        _root.User.Self.Stop();
        return WhenTerminated;
    }

    /// <summary>Terminates without waiting.</summary>
    public void Dispose() => Terminate();

    internal EmptyActorRef Undelivered { get; }

    /// <summary>An actor that outlives those of the application.</summary>
    internal IActorRef SystemActorOf(Props props, string name) => _root.SystemServices.Context.ActorOf(props, name);
}
