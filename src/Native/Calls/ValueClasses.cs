using System.Numerics;

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

    public static ValueClasses Of(NativeType type) => Of(type, asGcc: false);

    /// <summary>
    /// Whether compilers disagree. gcc counts bit-fields without a name as integers, clang as padding; in an array gcc looks at the
    /// first element only, nowhere at the alignment that a struct inside a packed one would have by itself, and at that of bit-fields in unions.
    /// </summary>
    public static bool DependsOnCompiler(NativeType type) => HasDoubtfulBits(type) || Of(type, asGcc: false) != Of(type, asGcc: true);

    // gcc counts each member of a union by its type, bit-fields of no width included, and does not pass at all what has nothing but such bit-fields.
    private static bool HasDoubtfulBits(NativeType type) => type.Kind switch
    {
        NativeTypeKind.Array => HasDoubtfulBits(type.Element!),
        NativeTypeKind.Struct or NativeTypeKind.Union =>
            (type.HasUnnamedBits && (type.Kind == NativeTypeKind.Union || type.Fields.IsEmpty)) || type.Fields.Any(static field => HasDoubtfulBits(field.Type)),
        _ => false,
    };

    /// <summary>
    /// Whether gcc's va_arg reads it, where it came in integer registers, by instructions that need more alignment than the saved registers have.
    /// Integers of 128 bits it reads in halves.
    /// </summary>
    public static bool IsReadMisaligned(NativeType type) =>
        type.Alignment > 8 && Of(type).Count(RegisterClass.Integer) > 0 && !CBuiltInRecords.IsWideInteger(type.Definition);

    private static ValueClasses Of(NativeType type, bool asGcc)
    {
        if (type.Size > 16)
        {
            return Memory;
        }

        Span<RegisterClass> halves = stackalloc RegisterClass[2];
        return TryAdd(type, 0, halves, asGcc) ? new ValueClasses(halves[0], halves[1]) : Memory;
    }

    // False where a member lies where no register would carry it whole.
    private static bool TryAdd(NativeType type, int offset, Span<RegisterClass> halves, bool asGcc)
    {
        switch (type.Kind)
        {
            case NativeTypeKind.Void:
                return true;
            case NativeTypeKind.Struct or NativeTypeKind.Union or NativeTypeKind.Array:
                return TryAddWhole(type, offset, halves, asGcc);
            case NativeTypeKind.LongDouble:
                Merge(ref halves[0], RegisterClass.X87);
                Merge(ref halves[1], RegisterClass.X87Up);
                return offset == 0;
            default:
                Merge(ref halves[offset / 8], type.Kind is NativeTypeKind.F32 or NativeTypeKind.F64 ? RegisterClass.Sse : RegisterClass.Integer);
                return offset % type.Size == 0;
        }
    }

    // Each struct, union and array is classified for itself before it counts for what is around it: one of no registers
    // makes all of it one, even where another member of a union covers the same bytes.
    private static bool TryAddWhole(NativeType type, int offset, Span<RegisterClass> halves, bool asGcc)
    {
        Span<RegisterClass> own = stackalloc RegisterClass[2];
        bool isAdded = type.Kind == NativeTypeKind.Array
            ? TryAddElements(type, offset, own, asGcc)
            : TryAddFields(type, offset, own, asGcc);
        if (!isAdded || own.Contains(RegisterClass.Memory) || (own[1] == RegisterClass.X87Up && own[0] != RegisterClass.X87))
        {
            return false;
        }

        Merge(ref halves[0], own[0]);
        Merge(ref halves[1], own[1]);
        return true;
    }

    private static bool TryAddFields(NativeType type, int offset, Span<RegisterClass> halves, bool asGcc)
    {
        bool isGccUnion = asGcc && type.Kind == NativeTypeKind.Union;
        foreach (FieldPlace place in asGcc ? type.UnnamedBits : [])
        {
            if (!TryAddBits(halves, offset + (int)place.Offset, place.BitOffset, place.BitWidth, isGccUnion))
            {
                return false;
            }
        }

        foreach (NativeField field in type.Fields)
        {
            int start = offset + field.Offset;
            if (!asGcc && field.BitWidth == 0 && start % field.Type.Alignment != 0)
            {
                return false;
            }

            if (field.BitWidth > 0)
            {
                if (!TryAddBits(halves, start, field.BitOffset, field.BitWidth, isGccUnion))
                {
                    return false;
                }
            }
            else if (field.Type.Size > 0 && !TryAdd(field.Type, start, halves, asGcc))
            {
                return false;
            }
        }

        return true;
    }

    // gcc takes a bit-field of a union for an integer of the next larger size, which has to be aligned.
    private static bool IsAlignedInUnion(int offset, int bits) => offset % (int)(BitOperations.RoundUpToPowerOf2((uint)Math.Max(8, bits)) / 8) == 0;

    private static bool TryAddElements(NativeType type, int offset, Span<RegisterClass> halves, bool asGcc)
    {
        if (asGcc)
        {
            return TryAddFirstElement(type, offset, halves);
        }

        for (int i = 0; i < type.Length && type.Element!.Size > 0; i++)
        {
            if (!TryAdd(type.Element, offset + (i * type.Element.Size), halves, asGcc))
            {
                return false;
            }
        }

        return true;
    }

    // gcc repeats the classes of the first element over the words of the array.
    private static bool TryAddFirstElement(NativeType type, int offset, Span<RegisterClass> halves)
    {
        Span<RegisterClass> first = stackalloc RegisterClass[2];
        if (type.Size == 0)
        {
            return true;
        }

        if (!TryAdd(type.Element!, offset, first, asGcc: true))
        {
            return false;
        }

        int words = WordsOf(type, offset);
        for (int i = 0; i < words; i++)
        {
            Merge(ref halves[(offset / 8) + i], first[(offset / 8) + (i % WordsOf(type.Element!, offset))]);
        }

        return true;
    }

    private static int WordsOf(NativeType type, int offset) => ((offset % 8) + type.Size + 7) / 8;

    private static bool TryAddBits(Span<RegisterClass> halves, int start, int first, int width, bool isGccUnion)
    {
        Merge(ref halves[start / 8], RegisterClass.Integer);
        Merge(ref halves[(start + ((first + width - 1) / 8)) / 8], RegisterClass.Integer);
        return !isGccUnion || IsAlignedInUnion(start, width);
    }

    private static void Merge(ref RegisterClass into, RegisterClass next) => into = (into, next) switch
    {
        _ when into == next => into,
        (RegisterClass.None, _) => next,
        (_, RegisterClass.None) => into,
        (RegisterClass.Memory, _) or (_, RegisterClass.Memory) => RegisterClass.Memory,
        (RegisterClass.Integer, _) or (_, RegisterClass.Integer) => RegisterClass.Integer,
        _ => RegisterClass.Memory,
    };
}
