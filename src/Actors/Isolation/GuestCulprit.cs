namespace ActorFfi;

/// <summary>The call that a guest was ended for.</summary>
/// <param name="Holder">Who ran it.</param>
/// <param name="Failure">What it fails with.</param>
internal sealed record GuestCulprit(object Holder, Exception Failure);
