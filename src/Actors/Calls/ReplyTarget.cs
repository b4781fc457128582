namespace ActorFfi;

/// <summary>Where the reply of a call goes.</summary>
internal abstract class ReplyTarget
{
    /// <summary>Delivers the reply; never runs the receiver's code on this thread, and never throws.</summary>
    public abstract void Deliver(NativeCall call, in NativeReply reply);
}
