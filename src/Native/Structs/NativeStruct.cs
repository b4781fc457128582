namespace ActorFfi;

/// <summary>A C struct, union or array by its declared type: a value of its own, or a view of memory that lies elsewhere.</summary>
/// <remarks>
/// <para>Members are named by paths: <c>x</c>, <c>a.b[2].c</c>; members of anonymous structs and unions belong to the one around them.</para>
/// <para>Ownership: one made with <see cref="NativeStruct(NativeType)"/>, and each result of a call, owns its memory; a view owns nothing and
/// copies nothing. As an argument it is copied for a parameter that takes the struct by value, and lends its memory, as a buffer does, to one
/// that takes a pointer.</para>
/// <para>Threads: one at a time.</para>
/// </remarks>
public sealed class NativeStruct
{
    private readonly StructMemory _memory;
    private readonly int _start;

    /// <summary>A struct with memory of its own, all bytes zero.</summary>
    /// <param name="type">Its type, as <see cref="TypeScope.TypeOf"/> and declarations have it.</param>
    /// <exception cref="ArgumentException">The type is no struct, union or array, or is only declared.</exception>
    public NativeStruct(NativeType type)
        : this(type, new OwnStructMemory(Demand(type).Size), 0)
    {
        OwnAddress = _memory.OwnAddress;
    }

    private NativeStruct(NativeType type, StructMemory memory, int start)
    {
        Type = type;
        _memory = memory;
        _start = start;
    }

    /// <summary>The type.</summary>
    public NativeType Type { get; }

    /// <summary>The address of its own memory; 0 for a view.</summary>
    internal nint OwnAddress { get; }

    /// <summary>The value of a member, as <see cref="Get"/>.</summary>
    /// <param name="path">The member.</param>
    public NativeValue this[string path] => Get(path);

    /// <summary>A view of a struct that lies in a buffer.</summary>
    /// <param name="type">Its type.</param>
    /// <param name="buffer">The buffer; it decides at each access whether it may be touched.</param>
    /// <param name="offset">Where the struct starts, in bytes.</param>
    /// <exception cref="ArgumentException">The type is no struct, union or array, or is only declared.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The struct is not inside the buffer.</exception>
    public static NativeStruct Over(NativeType type, OwnedBuffer buffer, long offset = 0)
    {
        ArgumentNullException.ThrowIfNull(buffer);
        buffer.Slice(offset, Demand(type).Size);
        return new NativeStruct(type, new BufferStructMemory(buffer, offset), 0);
    }

    /// <summary>A view of a struct that native code points to; that it is one of this type is the caller's word.</summary>
    /// <param name="type">Its type.</param>
    /// <param name="pointer">Where it lies.</param>
    /// <exception cref="ArgumentException">The type is no struct, union or array, or is only declared.</exception>
    /// <exception cref="NullForeignPointerException">The pointer is null.</exception>
    /// <exception cref="StaleHandleException">Its library was stopped or restarted.</exception>
    public static NativeStruct Behind(NativeType type, ForeignPointer pointer)
    {
        Demand(type);
        pointer.Demand();
        return new NativeStruct(type, new ForeignStructMemory(pointer), 0);
    }

    /// <summary>Reads a member. Pointers, C strings and functions are pointers, structs and unions are views of this memory.</summary>
    /// <param name="path">The member: <c>x</c>, <c>a.b[2].c</c>.</param>
    /// <exception cref="ArgumentException">There is no such member, or it is a whole array.</exception>
    public NativeValue Get(string path)
    {
        FieldPath field = Find(path);
        if (field.Type.IsRecord)
        {
            return NativeValue.OfStruct(ViewOf(field));
        }

        if (field.Type.Kind == NativeTypeKind.Array)
        {
            throw new ArgumentException($"'{path}' of '{Type}' is the array '{field.Type}'. Name an element, such as '{path}[0]', or look at all with '{nameof(View)}'.", nameof(path));
        }

        Span<byte> bytes = stackalloc byte[16];
        bytes = bytes[..field.Bytes];
        _memory.Read(_start + field.Offset, bytes);
        return field.BitWidth > 0
            ? FieldCodec.DecodeBits(field, bytes)
            : FieldCodec.Decode(field.Type, bytes, _memory.Generation ?? LibraryGeneration.None);
    }

    /// <summary>Writes a member. Integers are range-checked, bit-fields by their width.</summary>
    /// <param name="path">The member: <c>x</c>, <c>a.b[2].c</c>.</param>
    /// <param name="value">A number, a bool, a pointer of native code or null for pointers, or a struct of the same type, which is copied.</param>
    /// <exception cref="ArgumentException">There is no such member, or it does not take this value.</exception>
    public void Set(string path, NativeArgument value)
    {
        FieldPath field = Find(path);
        if (value.Source is NativeStruct other)
        {
            SetStruct(field, other);
            return;
        }

        Span<byte> bytes = stackalloc byte[16];
        bytes = bytes[..field.Bytes];
        long bits = BitsOf(field, value);
        if (field.BitWidth > 0)
        {
            _memory.Read(_start + field.Offset, bytes);
            FieldCodec.EncodeBits(field, bits, bytes);
        }
        else
        {
            FieldCodec.Encode(field.Type.Kind, bits, bytes);
        }

        _memory.Write(_start + field.Offset, bytes);
    }

    /// <summary>A view of a member that is a struct, a union or an array, in the same memory.</summary>
    /// <param name="path">The member.</param>
    /// <exception cref="ArgumentException">There is no such member, or it is a scalar.</exception>
    public NativeStruct View(string path)
    {
        FieldPath field = Find(path);
        Demand(field.Type);
        return ViewOf(field);
    }

    /// <summary>Copies all bytes, padding included.</summary>
    public byte[] ToArray()
    {
        byte[] bytes = new byte[Type.Size];
        _memory.Read(_start, bytes);
        return bytes;
    }

    /// <summary>Copies all bytes, padding included.</summary>
    /// <param name="destination">Where they go.</param>
    /// <exception cref="ArgumentException">It is shorter than the struct.</exception>
    public void CopyTo(Span<byte> destination) => _memory.Read(_start, Sized(destination.Length) ? destination[..Type.Size] : default);

    /// <summary>Replaces all bytes, padding included.</summary>
    /// <param name="source">The bytes.</param>
    /// <exception cref="ArgumentException">There are fewer than the struct has.</exception>
    public void CopyFrom(ReadOnlySpan<byte> source) => _memory.Write(_start, Sized(source.Length) ? source[..Type.Size] : default);

    /// <summary>The type and, in own memory and buffers, nothing of the contents.</summary>
    public override string ToString() => Type.Spelling;

    /// <summary>A struct with memory of its own and the same bytes.</summary>
    internal NativeStruct Copy()
    {
        NativeStruct copy = new(Type);
        copy._memory.Write(0, ToArray());
        copy._memory.Generation = _memory.Generation;
        return copy;
    }

    /// <summary>A struct with a copy of what native code returned.</summary>
    internal static NativeStruct CopyOf(NativeType type, ReadOnlySpan<byte> bytes, LibraryGeneration generation)
    {
        NativeStruct copy = new(type);
        copy._memory.Write(0, bytes);
        copy.Adopt(generation);
        return copy;
    }

    /// <summary>Notes which library the pointers belong to that a call left here.</summary>
    internal void Adopt(LibraryGeneration generation) => _memory.Generation = generation;

    /// <summary>What passes the address of this struct to a call.</summary>
    internal NativeArgument AsAddress() => _memory.AddressOf(_start, Type.Size);

    private static NativeType Demand(NativeType type)
    {
        ArgumentNullException.ThrowIfNull(type);
        return (type.IsRecord || type.Kind == NativeTypeKind.Array) && !type.IsOpaque
            ? type
            : throw new ArgumentException($"'{type}' is {(type.IsOpaque ? "only declared, so that nothing is known of its members" : "no struct, union or array")}. Give the type of a defined one.", nameof(type));
    }

    private FieldPath Find(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        return Type.Paths.Find(path);
    }

    private NativeStruct ViewOf(FieldPath field) => new(field.Type, _memory, _start + field.Offset);

    private void SetStruct(FieldPath field, NativeStruct other)
    {
        if (!field.Type.IsRecord || !field.Type.IsSameAs(other.Type))
        {
            throw FieldErrors.Wrong(Type, field, other);
        }

        _memory.Generation ??= other._memory.Generation;
        _memory.Write(_start + field.Offset, other.ToArray());
    }

    private long BitsOf(FieldPath field, in NativeArgument value)
    {
        if (field.Type.IsPointer)
        {
            return PointerBits(field, value);
        }

        return field.Plan.TryBindNumber(value, out long bits) && (field.BitWidth == 0 || FieldCodec.FitsBits(field, bits))
            ? bits
            : throw FieldErrors.Wrong(Type, field, value);
    }

    // Nothing would keep a buffer or a text alive that native code finds by an address in a struct.
    private long PointerBits(FieldPath field, in NativeArgument value)
    {
        if (value.Source is LibraryGeneration generation)
        {
            _memory.Generation ??= generation;
            return new ForeignPointer((nint)value.Bits, generation).AddressToKeep();
        }

        if (value.Source is ForeignFunction function && MayHold(field, function.Signature))
        {
            return function.AddressToKeep();
        }

        if (value.Source is StoredCallback callback && MayHold(field, callback.Signature))
        {
            return StoredCallback.AddressToKeep(callback);
        }

        return value.Source is ArgumentTag tag && tag == ArgumentTag.Null ? 0 : throw FieldErrors.Wrong(Type, field, value);
    }

    private static bool MayHold(FieldPath field, NativeSignature signature) =>
        field.Type.Kind != NativeTypeKind.CString && (field.Type.Signature is not { } declared || SignatureMatch.AreSame(declared, signature));

    private bool Sized(int length) => length >= Type.Size
        ? true
        : throw new ArgumentException($"'{Type}' has {Type.Size:N0} bytes, but {length:N0} were given. Give as many.");
}
