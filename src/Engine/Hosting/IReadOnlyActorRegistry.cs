using System.Diagnostics.CodeAnalysis;
using Akka.Actor;

namespace Akka.Hosting;

/// <summary>The actors of a host by key type.</summary>
internal interface IReadOnlyActorRegistry
{
    bool TryGet<TKey>([NotNull] out IActorRef? actor);

    /// <summary>Throws <see cref="MissingActorRegistryEntryException"/> when there is none.</summary>
    IActorRef Get<TKey>();
}
