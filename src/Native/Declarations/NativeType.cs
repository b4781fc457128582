namespace ActorFfi;

/// <summary>The type of a parameter, a result or a variable as declared, with its machine representation.</summary>
public sealed class NativeType
{
    internal NativeType(NativeTypeKind kind, string spelling, int size, NativeType? element = null, bool isConst = false)
    {
        Kind = kind;
        Spelling = spelling;
        Size = size;
        Element = element;
        IsConst = isConst;
    }

    /// <summary>How a value of this type is represented.</summary>
    public NativeTypeKind Kind { get; }

    /// <summary>The type as the declaration spells it, for messages: <c>unsigned long</c>, <c>u32</c>, <c>const char *</c>.</summary>
    public string Spelling { get; }

    /// <summary>The size of a value in bytes; 0 for <see cref="NativeTypeKind.Void"/>.</summary>
    public int Size { get; }

    /// <summary>What a pointer or array points to; null for a pointer to void and for everything else.</summary>
    public NativeType? Element { get; }

    /// <summary>Whether native code promises not to write behind this pointer.</summary>
    public bool IsConst { get; }

    /// <summary>Whether values are integers, signed or not, enums included.</summary>
    public bool IsInteger => Kind is >= NativeTypeKind.U8 and <= NativeTypeKind.I64;

    /// <summary>Whether values are addresses: pointers, arrays and C strings.</summary>
    public bool IsPointer => Kind is NativeTypeKind.Pointer or NativeTypeKind.CString;

    /// <inheritdoc/>
    public override string ToString() => Spelling;
}
