using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using Akka.Actor;

namespace Akka.Hosting;

/// <summary>The actors of a host by key type. Threads: anyone.</summary>
internal sealed class ActorRegistry : IActorRegistry
{
    private readonly ConcurrentDictionary<Type, IActorRef> _actors = new();

    public void Register<TKey>(IActorRef actor, bool overwrite = false)
    {
        ArgumentNullException.ThrowIfNull(actor);
        if (!TryRegister<TKey>(actor, overwrite))
        {
            throw new DuplicateActorRegistryException(
                $"An actor for type {typeof(TKey)} has already been registered. Pass 'overwrite: true' to replace it, or use a different key.");
        }
    }

    public bool TryRegister<TKey>(IActorRef actor, bool overwrite = false)
    {
        if (overwrite)
        {
            _actors[typeof(TKey)] = actor;
            return true;
        }

        return _actors.TryAdd(typeof(TKey), actor);
    }

    public bool TryGet<TKey>([NotNull] out IActorRef? actor)
    {
        bool found = _actors.TryGetValue(typeof(TKey), out actor);
        actor ??= ActorRefs.Nobody;
        return found;
    }

    public IActorRef Get<TKey>() => TryGet<TKey>(out IActorRef? actor)
        ? actor
        : throw new MissingActorRegistryEntryException($"No actor registered for key {typeof(TKey)}. Register it in 'WithActors'.");
}
