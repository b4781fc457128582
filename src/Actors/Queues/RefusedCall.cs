namespace ActorFfi;

/// <summary>A call that turned out to be one too many when it was taken in; it is answered outside the lock.</summary>
internal sealed class RefusedCall(NativeCall call, Exception reason) : IWakeable
{
    /// <inheritdoc/>
    public void Wake() => Mailbox.TurnAway(call, reason);
}
