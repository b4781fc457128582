using System.Collections.Immutable;

namespace ActorFfi;

/// <summary>The type of a parameter, a result or a variable as declared, with its machine representation.</summary>
public sealed class NativeType
{
    // The one that was found to be the same last; any thread may replace it.
    private NativeType? _same;

    internal NativeType(NativeTypeKind kind, string spelling, int size, NativeType? element = null, bool isConst = false)
    {
        Kind = kind;
        Spelling = spelling;
        Size = size;
        Element = element;
        IsConst = isConst;
        Alignment = Math.Max(1, size);
    }

    /// <summary>How a value of this type is represented.</summary>
    public NativeTypeKind Kind { get; }

    /// <summary>The type as the declaration spells it, for messages: <c>unsigned long</c>, <c>u32</c>, <c>const char *</c>.</summary>
    public string Spelling { get; }

    /// <summary>The size of a value in bytes; 0 for <see cref="NativeTypeKind.Void"/>, and for a struct or union that is only declared.</summary>
    public int Size { get; }

    /// <summary>What a pointer points to or an array consists of; null for a pointer to void and for everything else.</summary>
    public NativeType? Element { get; }

    /// <summary>Whether native code promises not to write behind this pointer.</summary>
    public bool IsConst { get; }

    /// <summary>The alignment of a value in bytes.</summary>
    public int Alignment { get; internal init; }

    /// <summary>The number of elements of an array; 0 for everything else, and for an array without a bound at the end of a struct.</summary>
    public int Length { get; internal init; }

    /// <summary>What a pointer to a function calls; null for everything else.</summary>
    public NativeSignature? Signature { get; internal init; }

    /// <summary>The members of a struct or union in order; empty for everything else.</summary>
    public ImmutableArray<NativeField> Fields { get; internal set; } = [];

    /// <summary>Where bit-fields without a name lie.</summary>
    internal ImmutableArray<FieldPlace> UnnamedBits { get; set; } = [];

    /// <summary>Whether it is a struct or union that has bit-fields without a name, those of no width included.</summary>
    internal bool HasUnnamedBits { get; set; }

    /// <summary>The definition that a struct or union comes from; null where it has none of its own.</summary>
    internal object? Definition { get; init; }

    /// <summary>The paths to members that were followed already.</summary>
    internal FieldPaths Paths => field ??= new FieldPaths(this);

    /// <summary>Whether this is a struct or union that is only declared, so that nothing but pointers to it can be used.</summary>
    public bool IsOpaque { get; internal init; }

    /// <summary>Whether registers carry it that no call fills here, so that nothing but pointers to it can be passed.</summary>
    internal bool IsByPointerOnly { get; init; }

    /// <summary>Whether values are structs or unions.</summary>
    public bool IsRecord => Kind is NativeTypeKind.Struct or NativeTypeKind.Union;

    /// <summary>Whether values are integers, signed or not, enums included.</summary>
    public bool IsInteger => Kind is >= NativeTypeKind.U8 and <= NativeTypeKind.I64;

    /// <summary>Whether values are addresses: pointers, C strings and pointers to functions.</summary>
    public bool IsPointer => Kind is NativeTypeKind.Pointer or NativeTypeKind.CString or NativeTypeKind.Function;

    /// <summary>Whether both are the same type, or structs with the same members in the same places.</summary>
    internal bool IsSameAs(NativeType other)
    {
        if (ReferenceEquals(this, other) || ReferenceEquals(_same, other))
        {
            return true;
        }

        bool isSame = NativeTypeComparison.AreSame(this, other);
        _same = isSame ? other : _same;
        return isSame;
    }

    /// <inheritdoc/>
    public override string ToString() => Spelling;
}
