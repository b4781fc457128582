namespace Akka.Actor.Internal;

/// <summary>Names for references that live as long as one reply.</summary>
internal static class TemporaryPath
{
    private static long _last;

    public static ActorPath Next(ActorSystem system) => new ActorPath(system.Name) / "temp" / $"${Interlocked.Increment(ref _last)}";
}
