namespace ActorFfi;

/// <summary>What a guest says of a call.</summary>
internal enum GuestStatus
{
    /// <summary>Native code returned.</summary>
    Returned,

    /// <summary>It could not be made; the text says why.</summary>
    Refused,
}
