using System.Runtime.CompilerServices;

namespace ActorFfi;

/// <summary>What is precomputed of one parameter so that binding a number is two comparisons.</summary>
internal readonly struct ParameterPlan
{
    public readonly NativeParameter Parameter;
    public readonly NativeTypeKind Kind;

    private readonly long _signedMinimum;
    private readonly ulong _signedRange;
    private readonly ulong _unsignedMaximum;
    private readonly bool _isInteger;

    public ParameterPlan(NativeParameter parameter)
    {
        Parameter = parameter;
        Kind = parameter.Type.Kind;
        _isInteger = parameter.Type.IsInteger;
        int bits = parameter.Type.Size * 8;
        bool isSigned = Kind is NativeTypeKind.I8 or NativeTypeKind.I16 or NativeTypeKind.I32 or NativeTypeKind.I64;
        _unsignedMaximum = isSigned ? (ulong)(long.MaxValue >> (64 - bits)) : ulong.MaxValue >> (64 - bits);
        _signedMinimum = isSigned ? long.MinValue >> (64 - bits) : 0;
        _signedRange = Kind == NativeTypeKind.U64 ? long.MaxValue : unchecked((ulong)((long)_unsignedMaximum - _signedMinimum));
    }

    /// <summary>Whether the parameter points to pointers to text that native code only reads, <c>const char *const *</c> or <c>char *const *</c>, and takes an array of strings.</summary>
    public bool TakesTexts => Parameter.Type is { Kind: NativeTypeKind.Pointer, Element: { } element }
        && (element.Kind == NativeTypeKind.CString || (Parameter.Type.IsConst && element is { Kind: NativeTypeKind.Pointer, Element: { IsInteger: true, Size: 1 } }));

    /// <summary>The smallest integer that the parameter takes.</summary>
    public long Minimum => _signedMinimum;

    /// <summary>The largest integer that the parameter takes.</summary>
    public ulong Maximum => _unsignedMaximum;

    /// <summary>Gives the bits of the argument's slot; false where it is not a number or does not fit, which the slow path then explains.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool TryBindNumber(in NativeArgument argument, out long slot)
    {
        slot = argument.Bits;
        if (_isInteger)
        {
            return ReferenceEquals(argument.Source, ArgumentTag.Signed)
                ? unchecked((ulong)(slot - _signedMinimum)) <= _signedRange
                : ReferenceEquals(argument.Source, ArgumentTag.Unsigned) && (ulong)slot <= _unsignedMaximum;
        }

        return TryBindFloat(argument, ref slot);
    }

    private bool TryBindFloat(in NativeArgument argument, ref long slot) => Kind switch
    {
        NativeTypeKind.F64 => NumberConversion.TryToDouble(argument, out slot),
        NativeTypeKind.LongDouble => ReferenceEquals(argument.Source, ArgumentTag.LongDouble) || NumberConversion.TryToDouble(argument, out slot),
        NativeTypeKind.F32 => NumberConversion.TryToSingle(argument, out slot),
        NativeTypeKind.Bool => ReferenceEquals(argument.Source, ArgumentTag.Boolean),
        _ => false,
    };
}
