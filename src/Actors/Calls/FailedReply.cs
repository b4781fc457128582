namespace ActorFfi;

/// <summary>What the reply to a failed call has beside its value, where buffers come back with it.</summary>
/// <param name="Failure">Why the call has no proper result.</param>
/// <param name="Buffers">What <see cref="ReplyBuffers"/> is made of.</param>
internal sealed record FailedReply(Exception Failure, object Buffers);
