using Akka.Actor;

namespace Akka.Hosting;

/// <summary>The actors of a host by key type, open for more.</summary>
internal interface IActorRegistry : IReadOnlyActorRegistry
{
    /// <summary>Throws <see cref="DuplicateActorRegistryException"/> when the key is taken and is not to be overwritten.</summary>
    void Register<TKey>(IActorRef actor, bool overwrite = false);

    bool TryRegister<TKey>(IActorRef actor, bool overwrite = false);
}
