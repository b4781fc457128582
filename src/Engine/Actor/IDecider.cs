namespace Akka.Actor;

/// <summary>Maps a failure to what is done about it.</summary>
internal interface IDecider
{
    Directive Decide(Exception cause);
}
