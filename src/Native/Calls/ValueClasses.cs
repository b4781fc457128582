namespace ActorFfi;

/// <summary>The classes of both halves of a value of at most sixteen bytes; <see cref="RegisterClass.Memory"/> twice for any other.</summary>
/// <remarks>Source: System V psABI for x86-64, 3.2.3, and where it is silent (packed members) what gcc and clang do.</remarks>
internal readonly record struct ValueClasses(RegisterClass Low, RegisterClass High)
{
    public static ValueClasses Memory { get; } = new(RegisterClass.Memory, RegisterClass.Memory);

    public bool IsMemory => Low == RegisterClass.Memory;

    public bool IsX87 => Low == RegisterClass.X87;

    /// <summary>The class of one half, by its index.</summary>
    public RegisterClass this[int half] => half == 0 ? Low : High;

    /// <summary>How many registers of a class the value takes.</summary>
    public int Count(RegisterClass of) => (Low == of ? 1 : 0) + (High == of ? 1 : 0);

    public static ValueClasses Of(NativeType type)
    {
        if (type.Size > 16)
        {
            return Memory;
        }

        Span<RegisterClass> halves = stackalloc RegisterClass[2];
        if (!TryAdd(type, 0, halves) || (halves[1] == RegisterClass.X87Up && halves[0] != RegisterClass.X87))
        {
            return Memory;
        }

        return halves.Contains(RegisterClass.Memory) ? Memory : new ValueClasses(halves[0], halves[1]);
    }

    // False where a member lies where no register would carry it whole.
    private static bool TryAdd(NativeType type, int offset, Span<RegisterClass> halves)
    {
        switch (type.Kind)
        {
            case NativeTypeKind.Void:
                return true;
            case NativeTypeKind.Struct or NativeTypeKind.Union:
                return TryAddFields(type, offset, halves);
            case NativeTypeKind.Array:
                return TryAddElements(type, offset, halves);
            case NativeTypeKind.LongDouble:
                Merge(ref halves[0], RegisterClass.X87);
                Merge(ref halves[1], RegisterClass.X87Up);
                return offset == 0;
            default:
                Merge(ref halves[offset / 8], type.Kind is NativeTypeKind.F32 or NativeTypeKind.F64 ? RegisterClass.Sse : RegisterClass.Integer);
                return offset % type.Size == 0;
        }
    }

    private static bool TryAddFields(NativeType type, int offset, Span<RegisterClass> halves)
    {
        foreach (NativeField field in type.Fields)
        {
            int start = offset + field.Offset;
            if (field.BitWidth > 0)
            {
                Merge(ref halves[start / 8], RegisterClass.Integer);
                Merge(ref halves[(start + ((field.BitOffset + field.BitWidth - 1) / 8)) / 8], RegisterClass.Integer);
            }
            else if (field.Type.Size > 0 && !TryAdd(field.Type, start, halves))
            {
                return false;
            }
        }

        return true;
    }

    private static bool TryAddElements(NativeType type, int offset, Span<RegisterClass> halves)
    {
        for (int i = 0; i < type.Length && type.Element!.Size > 0; i++)
        {
            if (!TryAdd(type.Element, offset + (i * type.Element.Size), halves))
            {
                return false;
            }
        }

        return true;
    }

    private static void Merge(ref RegisterClass into, RegisterClass next) => into = (into, next) switch
    {
        _ when into == next => into,
        (RegisterClass.None, _) => next,
        (_, RegisterClass.None) => into,
        (RegisterClass.Integer, _) or (_, RegisterClass.Integer) => RegisterClass.Integer,
        _ => RegisterClass.Memory,
    };
}
