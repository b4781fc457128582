using Akka.Actor;

namespace Akka.Hosting;

/// <summary>Creates actors when the host starts, and may take its time.</summary>
internal delegate Task ActorStarter(ActorSystem system, IActorRegistry registry);
