namespace ActorFfi;

/// <summary>To a guest's actor, from a timer: look at its age and its memory.</summary>
internal sealed record GuestLook
{
    /// <summary>The only one.</summary>
    public static GuestLook Now { get; } = new();
}
