using Akka.Actor.Internal;

namespace Akka.Dispatch.SysMsg;

/// <summary>An order to an actor's cell. It overtakes every other message.</summary>
internal abstract class SystemMessage
{
    /// <summary>Whether it has to wait while the actor waits for children to stop.</summary>
    public virtual bool WaitsForChildren => false;

    /// <summary>Whether it has to wait while the actor is suspended.</summary>
    public virtual bool WaitsForResume => false;

    public abstract void Apply(ActorCell cell);

    /// <summary>Called instead of <see cref="Apply"/> when the actor has stopped.</summary>
    public virtual void Refuse()
    {
    }
}
