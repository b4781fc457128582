namespace ActorFfi.Tests.Generated;

/// <summary>A narrow integer that native code takes for an int, so that what fills its register shows.</summary>
/// <param name="Narrow">What is declared.</param>
/// <param name="Widen">What fills 32 bits, by the bits of the narrow one.</param>
internal sealed record GeneratedWidened(GeneratedScalar Narrow, Func<long, long> Widen) : GeneratedType(Narrow.Spelling, sizeof(int))
{
    /// <summary>All integers that are narrower than a register's half.</summary>
    public static GeneratedWidened[] All { get; } =
    [
        new(GeneratedScalar.Named("bool"), bits => bits & 1),
        new(GeneratedScalar.Named("uint8_t"), bits => (byte)bits),
        new(GeneratedScalar.Named("int8_t"), bits => (sbyte)bits),
        new(GeneratedScalar.Named("uint16_t"), bits => (ushort)bits),
        new(GeneratedScalar.Named("int16_t"), bits => (short)bits),
    ];

    public override string NativeSpelling => "int";

    public override byte[] RandomValue(Random random)
    {
        Span<byte> bits = stackalloc byte[sizeof(long)];
        Narrow.RandomValue(random).CopyTo(bits);
        return BitConverter.GetBytes((int)Widen(BitConverter.ToInt64(bits)));
    }

    public override NativeArgument ToArgument(byte[] value) => Narrow.ToArgument(value[..Narrow.Size]);

    public override Type HandlerType => Narrow.HandlerType;

    public override byte[] ToBytes(object? value) => BitConverter.GetBytes((int)Widen(BitConverter.ToInt64([.. Narrow.ToBytes(value), .. new byte[sizeof(long) - Narrow.Size]])));

    public override object ToManaged(byte[] value) => Narrow.ToManaged(value[..Narrow.Size]);

    // Callers and functions of C need not extend what is narrower than its register; of a bool any bit of its byte counts.
    public override byte[] Soiled(byte[] value, Random random)
    {
        byte[] soiled = [.. value];
        random.NextBytes(soiled.AsSpan(Narrow.Size));
        soiled[0] = Narrow == GeneratedScalar.Bool && value[0] != 0 ? (byte)random.Next(1, 256) : value[0];
        return soiled;
    }

    public override byte[] ToBytes(NativeValue result) => BitConverter.GetBytes((int)GeneratedScalar.BitsOf(result));
}
