namespace ActorFfi;

/// <summary>Where eight bytes of a value travel.</summary>
/// <remarks>Source: System V psABI for x86-64, 3.2.3, "Classification".</remarks>
internal enum RegisterClass : byte
{
    /// <summary>Nowhere: padding.</summary>
    None,

    /// <summary>In a general-purpose register.</summary>
    Integer,

    /// <summary>In a vector register.</summary>
    Sse,

    /// <summary>The significand of a <c>long double</c>.</summary>
    X87,

    /// <summary>The rest of a <c>long double</c>.</summary>
    X87Up,

    /// <summary>In memory.</summary>
    Memory,
}
