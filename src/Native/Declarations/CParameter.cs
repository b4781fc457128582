namespace ActorFfi;

/// <summary>A parameter of a function in C text.</summary>
/// <param name="Name">Its name; <c>arg0</c>, <c>arg1</c>… where it has none.</param>
/// <param name="Type">Its type, arrays not yet turned into pointers.</param>
/// <param name="Place">Its name, or where its type begins.</param>
internal sealed record CParameter(string Name, CType Type, CToken Place);
