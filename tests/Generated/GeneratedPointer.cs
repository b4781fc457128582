using System.Buffers.Binary;

namespace ActorFfi.Tests.Generated;

/// <summary>A pointer, of which nobody looks behind.</summary>
internal sealed record GeneratedPointer(string Spelling) : GeneratedType(Spelling, sizeof(long))
{
    private static readonly LibraryGeneration _generation = new("generated", 1);

    public override byte[] RandomValue(Random random)
    {
        byte[] value = new byte[Size];
        random.NextBytes(value);
        return random.Next(8) == 0 ? new byte[Size] : value;
    }

    public override NativeArgument ToArgument(byte[] value) =>
        BinaryPrimitives.ReadInt64LittleEndian(value) is var address and not 0 ? new ForeignPointer((nint)address, _generation) : NativeArgument.Null;

    public override byte[] ToBytes(NativeValue result) => BitConverter.GetBytes((long)result.ToPointer().Address);
}
