using System.Buffers.Binary;

namespace ActorFfi.Tests.Generated;

/// <summary>A pointer, of which nobody looks behind.</summary>
internal sealed record GeneratedPointer(string Spelling) : GeneratedType(Spelling, sizeof(long))
{
    private static readonly NativeSignature _signature = CPrototype.Parse("int compare(const void *, const void *);").Signature;
    private static readonly LibraryGeneration _generation = new("generated", 1);

    private bool IsFunction => Spelling == "compare *";

    public override byte[] RandomValue(Random random)
    {
        byte[] value = new byte[Size];
        random.NextBytes(value);
        return random.Next(8) == 0 ? new byte[Size] : value;
    }

    public override NativeArgument ToArgument(byte[] value) =>
        BinaryPrimitives.ReadInt64LittleEndian(value) is var address and not 0 ? new ForeignPointer((nint)address, _generation) : NativeArgument.Null;

    public override Type HandlerType => IsFunction ? typeof(ForeignFunction) : typeof(ForeignPointer);

    public override byte[] ToBytes(NativeValue result) => BitConverter.GetBytes((long)result.ToPointer().Address);

    public override byte[] ToBytes(object? value) => BitConverter.GetBytes((long)(value switch
    {
        null => 0,
        ForeignFunction function => function.DemandAddress(),
        _ => ((ForeignPointer)value).Address,
    }));

    public override object? ToManaged(byte[] value)
    {
        nint address = (nint)BinaryPrimitives.ReadInt64LittleEndian(value);
        return !IsFunction ? (address == 0 ? default : new ForeignPointer(address, _generation))
            : address == 0 ? null
            : NativeValue.OfFunction(address, _generation.BindingOf(_signature)).ToFunction();
    }
}
