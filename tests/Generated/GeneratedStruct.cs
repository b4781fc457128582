namespace ActorFfi.Tests.Generated;

/// <summary>A struct or union whose values are random bytes wherever a member lies.</summary>
/// <param name="Type">Its type as declared.</param>
/// <param name="Definition">Its definition in C, for messages.</param>
internal sealed record GeneratedStruct(NativeType Type, string Definition) : GeneratedType(Type.Spelling, Type.Size)
{
    private readonly byte[] _mask = MaskOf(Type);

    public override byte[] RandomValue(Random random)
    {
        byte[] value = new byte[Size];
        random.NextBytes(value);
        MakeValid(Type, value, random);
        return Significant(value);
    }

    public override NativeArgument ToArgument(byte[] value) => (NativeStruct)ToManaged(value);

    public override Type HandlerType => typeof(NativeStruct);

    public override byte[] ToBytes(NativeValue result) => result.ToStruct().ToArray();

    public override byte[] ToBytes(object? value) => ((NativeStruct)value!).ToArray();

    public override object ToManaged(byte[] value)
    {
        NativeStruct managed = new(Type);
        managed.CopyFrom(value);
        return managed;
    }

    public override byte[] Significant(byte[] bytes) => [.. bytes.Zip(_mask, (value, mask) => (byte)(value & mask))];

    private static byte[] MaskOf(NativeType type)
    {
        byte[] mask = new byte[type.Size];
        Mark(type, mask);
        return mask;
    }

    private static void Mark(NativeType type, Span<byte> mask)
    {
        switch (type.Kind)
        {
            case NativeTypeKind.Struct or NativeTypeKind.Union:
                foreach (NativeField field in type.Fields)
                {
                    MarkField(field, mask[field.Offset..]);
                }

                break;
            case NativeTypeKind.Array:
                for (int i = 0; i < type.Length; i++)
                {
                    Mark(type.Element!, mask[(i * type.Element!.Size)..]);
                }

                break;
            default:
                mask[..(type.Kind == NativeTypeKind.LongDouble ? LongDouble.Bytes : type.Size)].Fill(0xFF);
                break;
        }
    }

    private static void MarkField(NativeField field, Span<byte> mask)
    {
        for (int bit = field.BitOffset; bit < field.BitOffset + field.BitWidth; bit++)
        {
            mask[bit / 8] |= (byte)(1 << (bit % 8));
        }

        if (field.BitWidth == 0)
        {
            Mark(field.Type, mask);
        }
    }

    // A bool is 0 or 1, a long double a number, and a NaN quiet; other members take any bytes. Where a union puts them over others, they win.
    private static void MakeValid(NativeType type, Span<byte> bytes, Random random)
    {
        switch (type.Kind)
        {
            case NativeTypeKind.Bool:
                bytes[0] &= 1;
                break;
            case NativeTypeKind.F32 or NativeTypeKind.F64:
                GeneratedScalar.Quieten(bytes[..type.Size]);
                break;
            case NativeTypeKind.LongDouble:
                LongDouble.Write(bytes[..16], random.NextDouble() * 1e9);
                break;
            case NativeTypeKind.Array:
                for (int i = 0; i < type.Length; i++)
                {
                    MakeValid(type.Element!, bytes[(i * type.Element!.Size)..], random);
                }

                break;
            default:
                foreach (NativeField field in type.Fields.Where(field => field.BitWidth == 0))
                {
                    MakeValid(field.Type, bytes[field.Offset..], random);
                }

                break;
        }
    }
}
