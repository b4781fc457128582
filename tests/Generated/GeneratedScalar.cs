using System.Buffers.Binary;

namespace ActorFfi.Tests.Generated;

/// <summary>A scalar type of C.</summary>
internal sealed record GeneratedScalar(string Spelling, int Size, Func<long, NativeArgument> Convert) : GeneratedType(Spelling, Size)
{
    public static GeneratedScalar Bool { get; } = new("bool", 1, bits => bits != 0);

    public static GeneratedScalar[] All { get; } =
    [
        Bool,
        new("uint8_t", 1, bits => (byte)bits),
        new("int8_t", 1, bits => (sbyte)bits),
        new("uint16_t", 2, bits => (ushort)bits),
        new("int16_t", 2, bits => (short)bits),
        new("uint32_t", 4, bits => (uint)bits),
        new("int32_t", 4, bits => (int)bits),
        new("uint64_t", 8, bits => (ulong)bits),
        new("int64_t", 8, bits => bits),
        new("size_t", 8, bits => (nuint)bits),
        new("long", 8, bits => (nint)bits),
        new("float", 4, bits => BitConverter.Int32BitsToSingle((int)bits)),
        new("double", 8, bits => BitConverter.Int64BitsToDouble(bits)),
        new("intptr_t", 8, bits => (nint)bits),
        new("wchar_t", 4, bits => (int)bits),
        new("char16_t", 2, bits => (ushort)bits),
        new("char32_t", 4, bits => (uint)bits),
    ];

    /// <summary>The one of a name.</summary>
    public static GeneratedScalar Named(string spelling) => Array.Find(All, scalar => scalar.Spelling == spelling)!;

    public override byte[] RandomValue(Random random)
    {
        byte[] value = new byte[Size];
        switch (random.Next(4))
        {
            case 0:
                value.AsSpan().Fill(0xFF);
                break;
            case 1:
                value[^1] = 0x80;
                break;
            default:
                random.NextBytes(value);
                break;
        }

        value[0] = this == Bool ? (byte)(value[0] & 1) : value[0];
        if (Spelling is "float" or "double")
        {
            Quieten(value);
        }

        return value;
    }

    /// <summary>Makes a NaN a quiet one: compilers move floats by instructions that do so, too.</summary>
    public static void Quieten(Span<byte> bytes)
    {
        if (bytes.Length == sizeof(float) ? float.IsNaN(BinaryPrimitives.ReadSingleLittleEndian(bytes)) : double.IsNaN(BinaryPrimitives.ReadDoubleLittleEndian(bytes)))
        {
            bytes[^2] |= bytes.Length == sizeof(float) ? (byte)0x40 : (byte)0x08;
        }
    }

    public override NativeArgument ToArgument(byte[] value)
    {
        Span<byte> bits = stackalloc byte[sizeof(long)];
        value.CopyTo(bits);
        return Convert(BinaryPrimitives.ReadInt64LittleEndian(bits));
    }

    public override Type HandlerType => Spelling switch
    {
        "bool" => typeof(bool),
        "uint8_t" => typeof(byte),
        "int8_t" => typeof(sbyte),
        "uint16_t" or "char16_t" => typeof(ushort),
        "int16_t" => typeof(short),
        "uint32_t" or "char32_t" => typeof(uint),
        "int32_t" or "wchar_t" => typeof(int),
        "uint64_t" => typeof(ulong),
        "size_t" => typeof(nuint),
        "int64_t" or "long" => typeof(long),
        "intptr_t" => typeof(nint),
        "float" => typeof(float),
        "double" => typeof(double),
        _ => throw new NotSupportedException(Spelling),
    };

    public override byte[] ToBytes(NativeValue result) => BitConverter.GetBytes(BitsOf(result))[..Size];

    public override byte[] ToBytes(object? value) => BitConverter.GetBytes(value switch
    {
        float single => BitConverter.SingleToInt32Bits(single),
        double number => BitConverter.DoubleToInt64Bits(number),
        ulong unsigned => unchecked((long)unsigned),
        nuint unsigned => unchecked((long)unsigned),
        nint signed => signed,
        _ => System.Convert.ToInt64(value, System.Globalization.CultureInfo.InvariantCulture),
    })[..Size];

    public override object ToManaged(byte[] value)
    {
        Span<byte> whole = stackalloc byte[sizeof(long)];
        value.CopyTo(whole);
        long bits = BinaryPrimitives.ReadInt64LittleEndian(whole);
        return Spelling switch
        {
            "bool" => bits != 0,
            "uint8_t" => (byte)bits,
            "int8_t" => (sbyte)bits,
            "uint16_t" or "char16_t" => (ushort)bits,
            "int16_t" => (short)bits,
            "uint32_t" or "char32_t" => (uint)bits,
            "int32_t" or "wchar_t" => (int)bits,
            "uint64_t" => (ulong)bits,
            "size_t" => (nuint)bits,
            "intptr_t" => (nint)bits,
            "float" => BitConverter.Int32BitsToSingle((int)bits),
            "double" => BitConverter.Int64BitsToDouble(bits),
            _ => bits,
        };
    }

    /// <summary>The bits of a number, as many as its kind has.</summary>
    public static long BitsOf(NativeValue value) => value.Kind switch
    {
        NativeTypeKind.Bool => value.ToBoolean() ? 1 : 0,
        NativeTypeKind.U64 => unchecked((long)value.ToUInt64()),
        NativeTypeKind.F32 => BitConverter.SingleToInt32Bits(value.ToSingle()),
        NativeTypeKind.F64 => BitConverter.DoubleToInt64Bits(value.ToDouble()),
        _ => value.ToInt64(),
    };
}
