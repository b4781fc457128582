using System.Buffers;
using System.ComponentModel;
using System.Runtime.InteropServices;

namespace ActorFfi;

/// <summary>One argument of a native call: a number, a bool, a string, an array of strings, a buffer, a slice of one, a struct, a pointer, a function, a callback, or null.</summary>
/// <remarks>
/// Values convert implicitly, without boxing. Enums are cast to their number first; a <see cref="char"/> does not convert,
/// because C has several types of that name; null is <see cref="Null"/>.
/// The declared parameter decides what is accepted: integers are range-checked, never wrapped.
/// </remarks>
public readonly struct NativeArgument
{
    /// <summary>The tag of a number, or the object that holds the memory: its type says what the argument is.</summary>
    internal readonly object? Source;

    /// <summary>The number, the address, or the offset into the memory.</summary>
    internal readonly long Bits;

    /// <summary>The length of the memory in bytes; complemented where it may not be written.</summary>
    internal readonly long Extra;

    private NativeArgument(object? source, long bits, long extra = 0)
    {
        Source = source;
        Bits = bits;
        Extra = extra;
    }

    /// <summary>The null pointer.</summary>
    public static NativeArgument Null => new(ArgumentTag.Null, 0);

    /// <summary>A <c>long double</c>. Only the further arguments of a variadic function need it, where a plain double is passed as one; parameters take both.</summary>
    /// <param name="value">Its value.</param>
    public static NativeArgument LongDouble(double value) => new(ArgumentTag.LongDouble, BitConverter.DoubleToInt64Bits(value));

    /// <summary>A callback over values for this call only: it ends when native code has returned. Its signature is the parameter's.</summary>
    /// <param name="handler">What it runs.</param>
    public static NativeArgument Callback(CallbackHandler handler) => OfHandler(handler);

    /// <inheritdoc cref="Callback(CallbackHandler)"/>
    public static NativeArgument Callback(CallbackAction handler) => OfHandler(handler);

    /// <summary>A callback of a typed delegate for this call only: it ends when native code has returned. Its signature is the parameter's.</summary>
    /// <param name="handler">What it runs.</param>
    public static NativeArgument Callback(Delegate handler) => OfHandler(handler);

    /// <summary>A signed 8-bit integer.</summary>
    public static implicit operator NativeArgument(sbyte value) => new(ArgumentTag.Signed, value);

    /// <summary>An unsigned 8-bit integer.</summary>
    public static implicit operator NativeArgument(byte value) => new(ArgumentTag.Unsigned, value);

    /// <summary>A signed 16-bit integer.</summary>
    public static implicit operator NativeArgument(short value) => new(ArgumentTag.Signed, value);

    /// <summary>An unsigned 16-bit integer.</summary>
    public static implicit operator NativeArgument(ushort value) => new(ArgumentTag.Unsigned, value);

    /// <summary>A signed 32-bit integer.</summary>
    public static implicit operator NativeArgument(int value) => new(ArgumentTag.Signed, value);

    /// <summary>An unsigned 32-bit integer.</summary>
    public static implicit operator NativeArgument(uint value) => new(ArgumentTag.Unsigned, value);

    /// <summary>A signed 64-bit integer.</summary>
    public static implicit operator NativeArgument(long value) => new(ArgumentTag.Signed, value);

    /// <summary>An unsigned 64-bit integer.</summary>
    public static implicit operator NativeArgument(ulong value) => new(ArgumentTag.Unsigned, unchecked((long)value));

    /// <summary>A pointer-sized signed integer.</summary>
    public static implicit operator NativeArgument(nint value) => new(ArgumentTag.Signed, value);

    /// <summary>A pointer-sized unsigned integer.</summary>
    public static implicit operator NativeArgument(nuint value) => new(ArgumentTag.Unsigned, unchecked((long)(ulong)value));

    /// <summary>A 32-bit float.</summary>
    public static implicit operator NativeArgument(float value) => new(ArgumentTag.Single, BitConverter.SingleToInt32Bits(value));

    /// <summary>A 64-bit float.</summary>
    public static implicit operator NativeArgument(double value) => new(ArgumentTag.Double, BitConverter.DoubleToInt64Bits(value));

    /// <summary>A C <c>bool</c>.</summary>
    public static implicit operator NativeArgument(bool value) => new(ArgumentTag.Boolean, value ? 1 : 0);

    /// <summary>A string, passed as NUL-terminated UTF-8; null is the null pointer.</summary>
    public static implicit operator NativeArgument(string? value) => value is null ? Null : new(value, 0);

    /// <summary>An array of strings, passed as an array of pointers to NUL-terminated UTF-8 that ends with a null pointer; null elements are null pointers, and null is the null pointer.</summary>
    public static implicit operator NativeArgument(string?[]? value) => value is null ? Null : new(value, 0);

    /// <summary>A whole buffer: lent to a synchronous call, moved into a nonblocking one; null is the null pointer.</summary>
    public static implicit operator NativeArgument(OwnedBuffer? value) => value is null ? Null : new(value, 0, value.Length);

    /// <summary>A part of a buffer; the rest of the buffer is unavailable too while the call has it.</summary>
    public static implicit operator NativeArgument(BufferSlice value) => value.Buffer is null ? Null : new(value.Buffer, value.Offset, value.Length);

    /// <summary>A pointer that native code gave out.</summary>
    public static implicit operator NativeArgument(ForeignPointer value) => value.IsNull ? Null : new(value.Generation, value.Address);

    /// <summary>A function that native code gave out; null is the null pointer.</summary>
    public static implicit operator NativeArgument(ForeignFunction? value) => value is null ? Null : new(value, 0);

    /// <summary>A managed function that native code may keep; null is the null pointer.</summary>
    public static implicit operator NativeArgument(StoredCallback? value) => value is null ? Null : new(value, 0);

    /// <summary>A struct: copied where the parameter takes it by value, lent like a buffer where it takes a pointer; null is the null pointer.</summary>
    public static implicit operator NativeArgument(NativeStruct? value) => value is null ? Null : new(value, 0, value.Type.Size);

    /// <summary>Managed memory, pinned during a synchronous call; nonblocking calls refuse it. Null is the null pointer.</summary>
    public static implicit operator NativeArgument(byte[]? value) => value is null ? Null : new(value, 0, value.Length);

    /// <summary>Managed memory, pinned during a synchronous call; nonblocking calls refuse it.</summary>
    public static implicit operator NativeArgument(ArraySegment<byte> value) => value.Array is null ? Null : new(value.Array, value.Offset, value.Count);

    /// <summary>Managed memory, pinned during a synchronous call; nonblocking calls refuse it.</summary>
    public static implicit operator NativeArgument(Memory<byte> value) => OfMemory(value, isReadOnly: false);

    /// <summary>Managed memory for parameters that native code does not write; pinned during a synchronous call.</summary>
    public static implicit operator NativeArgument(ReadOnlyMemory<byte> value) => OfMemory(value, isReadOnly: true);

    /// <summary>Does not compile: C has several character types, so cast to the integer that is meant.</summary>
    [Obsolete("A char has no single C type. Cast it to the integer type that the parameter declares.", error: true)]
    [EditorBrowsable(EditorBrowsableState.Never)]
    public static implicit operator NativeArgument(char value) => throw new NotSupportedException($"A char ('{value}') is not a native argument.");

    /// <summary>What the argument is, in words; never an address.</summary>
    public override string ToString() => ArgumentDescription.Of(this);

    private static NativeArgument OfHandler(Delegate handler)
    {
        ArgumentNullException.ThrowIfNull(handler);
        return new(handler, 0);
    }

    private static NativeArgument OfMemory(ReadOnlyMemory<byte> memory, bool isReadOnly)
    {
        if (MemoryMarshal.TryGetArray(memory, out ArraySegment<byte> segment))
        {
            return new(segment.Array, segment.Offset, isReadOnly ? ~segment.Count : segment.Count);
        }

        return MemoryMarshal.TryGetMemoryManager(memory, out MemoryManager<byte>? manager, out int start, out int length)
            ? new(manager, start, isReadOnly ? ~length : length)
            : throw new ArgumentException("This memory is backed by neither an array nor a memory manager and cannot be pinned. Copy it into an OwnedBuffer.", nameof(memory));
    }
}
