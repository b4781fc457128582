namespace ActorFfi.Tests.Generated;

/// <summary>C's <c>long double</c>, with values that a double holds.</summary>
/// <param name="IsMarked">Whether arguments say that they are one, as those beyond the parameters of a function must.</param>
internal sealed record GeneratedLongDouble(bool IsMarked = false) : GeneratedType("long double", 16)
{
    public override byte[] RandomValue(Random random)
    {
        byte[] value = new byte[Size];
        LongDouble.Write(value, random.Next(4) switch
        {
            0 => double.Epsilon * random.Next(1000),
            1 => -double.MaxValue,
            2 => double.PositiveInfinity,
            _ => (random.NextDouble() - 0.5) * Math.Pow(2, random.Next(-1000, 1000)),
        });
        return value;
    }

    public override NativeArgument ToArgument(byte[] value) => IsMarked ? NativeArgument.LongDouble(LongDouble.Read(value)) : LongDouble.Read(value);

    public override Type HandlerType => typeof(double);

    public override byte[] ToBytes(NativeValue result) => BytesOf(result.ToDouble());

    public override byte[] ToBytes(object? value) => BytesOf((double)value!);

    public override object ToManaged(byte[] value) => LongDouble.Read(value);

    public override byte[] Significant(byte[] bytes) => bytes[..LongDouble.Bytes];

    private byte[] BytesOf(double value)
    {
        byte[] bytes = new byte[Size];
        LongDouble.Write(bytes, value);
        return bytes;
    }
}
