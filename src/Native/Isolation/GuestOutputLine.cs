namespace ActorFfi;

/// <summary>A line that a guest has written.</summary>
/// <param name="Text">The line without its end; very long ones come in parts.</param>
/// <param name="IsError">Whether it came from standard error.</param>
internal readonly record struct GuestOutputLine(string Text, bool IsError);
