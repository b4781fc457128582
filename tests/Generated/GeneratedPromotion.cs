namespace ActorFfi.Tests.Generated;

/// <summary>A float where a function declares no parameter for it, which finds a double; narrow integers are found as <see cref="GeneratedWidened"/>.</summary>
internal sealed record GeneratedPromotion() : GeneratedType("double", sizeof(double))
{
    public override byte[] RandomValue(Random random) =>
        BitConverter.GetBytes((double)BitConverter.ToSingle(GeneratedScalar.Named("float").RandomValue(random)));

    public override NativeArgument ToArgument(byte[] value) => (float)BitConverter.ToDouble(value);

    public override Type HandlerType => typeof(double);

    public override byte[] ToBytes(object? value) => throw new NotSupportedException("No callback gets one.");

    public override object ToManaged(byte[] value) => throw new NotSupportedException("No callback gives one.");

    public override byte[] ToBytes(NativeValue result) => throw new NotSupportedException("Nothing returns a value that is not promoted yet.");
}
