namespace ActorFfi;

/// <summary>A line of the table that a check prints.</summary>
/// <param name="Name">The name callers use.</param>
/// <param name="Signature">The function as a prototype; empty for an optional one that the library lacks.</param>
/// <param name="State">The state of its library, Missing or Absent.</param>
internal sealed record CheckedSymbol(string Name, string Signature, string State)
{
    /// <summary>The state of a symbol that the library lacks although it is not optional.</summary>
    public const string Missing = "Missing";

    /// <summary>The state of an optional symbol that the library lacks.</summary>
    public const string Absent = "Absent";
}
