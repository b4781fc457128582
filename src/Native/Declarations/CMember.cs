namespace ActorFfi;

/// <summary>A member of a struct or union and its place.</summary>
/// <param name="Name">Its name; empty for an anonymous struct or union.</param>
/// <param name="Type">Its type.</param>
/// <param name="Place">Where it lies.</param>
internal readonly record struct CMember(string Name, CType Type, FieldPlace Place);
