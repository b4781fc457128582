namespace ActorFfi;

/// <summary>The kind of a <see cref="NativeValue"/> that refers to nothing else, as an object, so that a value fits into two registers.</summary>
internal sealed class ValueTag
{
    private static readonly ValueTag[] _tags = [.. Enum.GetValues<NativeTypeKind>().Select(kind => new ValueTag(kind))];

    private ValueTag(NativeTypeKind kind)
    {
        Kind = kind;
    }

    /// <summary>The kind of the value.</summary>
    public NativeTypeKind Kind { get; }

    /// <summary>The one tag of a kind.</summary>
    public static ValueTag Of(NativeTypeKind kind) => _tags[(int)kind];
}
