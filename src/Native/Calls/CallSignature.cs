namespace ActorFfi;

/// <summary>Puts the signature of an unmanaged call together.</summary>
/// <remarks>
/// Source: ECMA-335, II.23.2.3, and the runtime's own element types for signatures that name types by their handles. By hand, because no
/// generator of the runtime makes a signature with the modifier of calls without a transition of the garbage collector.
/// </remarks>
internal static class CallSignature
{
    private const byte CConvention = 0x01;
    private const byte ConventionByModifiers = 0x09;
    private const byte OptionalModifier = 0x20;
    private const byte TypeByHandle = 0x21;

    /// <param name="result">What the call returns.</param>
    /// <param name="arguments">What it takes.</param>
    /// <param name="modifier">The token of the type that modifies the calling convention, in the scope of the method; null for none.</param>
    public static byte[] Of(Type result, IReadOnlyList<Type> arguments, int? modifier)
    {
        List<byte> signature = [modifier is not null ? ConventionByModifiers : CConvention];
        signature.AddRange(Compressed(arguments.Count));
        if (modifier is { } token)
        {
            signature.AddRange([OptionalModifier, .. Compressed((token & 0xFFFFFF) << 2)]);
        }

        Append(signature, result);
        foreach (Type argument in arguments)
        {
            Append(signature, argument);
        }

        return [.. signature];
    }

    // ECMA-335, II.23.2.
    private static byte[] Compressed(int value) => value < 0x80 ? [(byte)value] : [(byte)(0x80 | (value >> 8)), (byte)value];

    // ECMA-335, II.23.1.16.
    private static void Append(List<byte> signature, Type type)
    {
        byte element = Type.GetTypeCode(type) switch
        {
            _ when type == typeof(void) => 0x01,
            _ when type == typeof(nint) => 0x18,
            TypeCode.SByte => 0x04,
            TypeCode.Byte => 0x05,
            TypeCode.Int16 => 0x06,
            TypeCode.UInt16 => 0x07,
            TypeCode.Int32 => 0x08,
            TypeCode.UInt32 => 0x09,
            TypeCode.Int64 => 0x0A,
            TypeCode.UInt64 => 0x0B,
            TypeCode.Single => 0x0C,
            TypeCode.Double => 0x0D,
            _ => TypeByHandle,
        };
        signature.Add(element);
        if (element == TypeByHandle)
        {
            signature.AddRange(BitConverter.GetBytes(type.TypeHandle.Value));
        }
    }
}
