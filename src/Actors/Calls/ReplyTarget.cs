namespace ActorFfi;

/// <summary>Where the reply of a call goes.</summary>
internal abstract class ReplyTarget
{
    /// <summary>Delivers <see cref="NativeCall.Reply"/>; never runs the receiver's code on this thread, and never throws.</summary>
    public abstract void Deliver(NativeCall call);
}
