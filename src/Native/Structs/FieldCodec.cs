using System.Buffers.Binary;

namespace ActorFfi;

/// <summary>Turns the bytes of members into values, and arguments into bytes.</summary>
internal static class FieldCodec
{
    /// <summary>The value of a scalar member.</summary>
    public static NativeValue Decode(NativeType type, ReadOnlySpan<byte> bytes, LibraryGeneration generation) => type.Kind switch
    {
        NativeTypeKind.LongDouble => NativeValue.OfBits(type.Kind, BitConverter.DoubleToInt64Bits(LongDouble.Read(bytes))),
        NativeTypeKind.Pointer or NativeTypeKind.CString =>
            NativeValue.OfPointer((nint)BinaryPrimitives.ReadInt64LittleEndian(bytes), generation),
        NativeTypeKind.Function =>
            NativeValue.OfFunction((nint)BinaryPrimitives.ReadInt64LittleEndian(bytes), generation.BindingOf(type.Signature)),
        NativeTypeKind.Bool => NativeValue.OfBits(type.Kind, bytes[0] != 0 ? 1 : 0),
        NativeTypeKind.F32 => NativeValue.OfBits(type.Kind, BinaryPrimitives.ReadInt32LittleEndian(bytes)),
        _ => NativeValue.OfBits(type.Kind, Extended(Bits(bytes), type.Size * 8, type.Kind)),
    };

    /// <summary>The value of a bit-field.</summary>
    public static NativeValue DecodeBits(FieldPath field, ReadOnlySpan<byte> bytes)
    {
        Int128 all = 0;
        for (int i = bytes.Length - 1; i >= 0; i--)
        {
            all = all << 8 | bytes[i];
        }

        ulong bits = (ulong)(all >> field.BitOffset & ulong.MaxValue);
        return NativeValue.OfBits(field.Type.Kind, Extended(bits, field.BitWidth, field.Type.Kind));
    }

    /// <summary>Writes the bits of a scalar as an argument plan gave them.</summary>
    public static void Encode(NativeTypeKind kind, long bits, Span<byte> bytes)
    {
        if (kind == NativeTypeKind.LongDouble)
        {
            LongDouble.Write(bytes, BitConverter.Int64BitsToDouble(bits));
            return;
        }

        Span<byte> whole = stackalloc byte[sizeof(long)];
        BinaryPrimitives.WriteInt64LittleEndian(whole, bits);
        whole[..bytes.Length].CopyTo(bytes);
    }

    /// <summary>Whether a bit-field holds the number.</summary>
    public static bool FitsBits(FieldPath field, long bits) =>
        Extended(unchecked((ulong)bits), field.BitWidth, field.Type.Kind) == bits;

    /// <summary>Puts a number into its bits and leaves all others as they are.</summary>
    public static void EncodeBits(FieldPath field, long bits, Span<byte> bytes)
    {
        UInt128 mask = ((UInt128.One << field.BitWidth) - 1) << field.BitOffset;
        UInt128 value = (UInt128)unchecked((ulong)bits) << field.BitOffset & mask;
        for (int i = 0; i < bytes.Length; i++)
        {
            bytes[i] = (byte)((bytes[i] & ~(byte)(mask >> (i * 8))) | (byte)(value >> (i * 8)));
        }
    }

    private static ulong Bits(ReadOnlySpan<byte> bytes)
    {
        Span<byte> whole = stackalloc byte[sizeof(long)];
        bytes.CopyTo(whole);
        return BinaryPrimitives.ReadUInt64LittleEndian(whole);
    }

    private static long Extended(ulong bits, int width, NativeTypeKind kind)
    {
        bool isSigned = kind is NativeTypeKind.I8 or NativeTypeKind.I16 or NativeTypeKind.I32 or NativeTypeKind.I64;
        int unused = 64 - width;
        return isSigned ? (long)(bits << unused) >> unused : (long)(bits << unused >> unused);
    }
}
