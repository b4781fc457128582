namespace ActorFfi;

/// <content>Pointers and functions that lie behind the pointer, and what is written there.</content>
public readonly partial struct ForeignPointerView
{
    /// <summary>Reads a pointer, which belongs to the same library.</summary>
    /// <inheritdoc cref="ReadByte(long)"/>
    public ForeignPointer ReadPointer(long offset = 0) => new(ReadNInt(offset), _pointer.Generation!);

    /// <summary>Reads a function pointer; null where there is a null pointer.</summary>
    /// <param name="signature">The function in C, such as <c>int (*)(void *state, int value)</c>, on the caller's word.</param>
    /// <param name="offset">Where it is.</param>
    /// <exception cref="ArgumentOutOfRangeException">It is not inside the extent.</exception>
    /// <exception cref="DeclarationException">The signature cannot be read.</exception>
    /// <exception cref="NullForeignPointerException">The pointer is null.</exception>
    /// <exception cref="StaleHandleException">Its library was stopped or restarted.</exception>
    public ForeignFunction? ReadFunction(string signature, long offset = 0) =>
        ReadFunction(CallbackSignature.Parse(signature).Signature, offset);

    /// <summary>Reads a function pointer; null where there is a null pointer.</summary>
    /// <param name="signature">What the function takes and returns, on the caller's word.</param>
    /// <param name="offset">Where it is.</param>
    /// <inheritdoc cref="ReadByte(long)"/>
    public ForeignFunction? ReadFunction(NativeSignature signature, long offset = 0)
    {
        ArgumentNullException.ThrowIfNull(signature);
        nint address = ReadNInt(offset);
        return new FunctionBinding(signature, _pointer.Generation!).FunctionAt(address);
    }

    /// <summary>Copies a struct; <see cref="NativeStruct.Behind"/> looks at it in place.</summary>
    /// <param name="type">Its type, on the caller's word.</param>
    /// <param name="offset">Where it is.</param>
    /// <inheritdoc cref="ReadByte(long)"/>
    public NativeStruct ReadStruct(NativeType type, long offset = 0)
    {
        ArgumentNullException.ThrowIfNull(type);
        using GenerationUse use = _pointer.Use();
        return NativeStruct.CopyOf(type, Access(offset, type.Size), _pointer.Generation!);
    }

    /// <summary>Writes a copy of a struct.</summary>
    /// <inheritdoc cref="WriteByte(long, byte)"/>
    public void WriteStruct(long offset, NativeStruct value)
    {
        ArgumentNullException.ThrowIfNull(value);
        Store(offset, value.ToArray());
    }

    /// <summary>Writes a pointer that native code gave out; the default value is null.</summary>
    /// <inheritdoc cref="WriteByte(long, byte)"/>
    public void WritePointer(long offset, ForeignPointer value) => WriteNInt(offset, value.AddressToKeep());

    /// <summary>Writes a function that native code gave out, or a null pointer.</summary>
    /// <inheritdoc cref="WriteByte(long, byte)"/>
    public void WriteFunction(long offset, ForeignFunction? value) => WriteNInt(offset, value?.AddressToKeep() ?? 0);

    /// <summary>Writes a callback, which native code may call until it is disposed, or a null pointer.</summary>
    /// <exception cref="ObjectDisposedException">The callback is disposed.</exception>
    /// <inheritdoc cref="WriteByte(long, byte)"/>
    public void WriteCallback(long offset, StoredCallback? value) => WriteNInt(offset, StoredCallback.AddressToKeep(value));

    /// <summary>Writes bytes.</summary>
    /// <param name="offset">Where they go.</param>
    /// <param name="source">All of it is written.</param>
    /// <inheritdoc cref="WriteByte(long, byte)"/>
    public void WriteBytes(long offset, ReadOnlySpan<byte> source) => Store(offset, source);

    /// <summary>Copies bytes from a part of a buffer, which nobody may write meanwhile.</summary>
    /// <param name="offset">Where the bytes go.</param>
    /// <param name="source">The buffer they come from.</param>
    /// <param name="sourceOffset">Where in the buffer they start.</param>
    /// <param name="length">How many bytes.</param>
    /// <exception cref="BufferStateException">The buffer is not there to be read.</exception>
    /// <inheritdoc cref="WriteByte(long, byte)"/>
    public void CopyFrom(long offset, OwnedBuffer source, long sourceOffset, int length)
    {
        ArgumentNullException.ThrowIfNull(source);
        using ReadBorrow borrow = source.Borrow(sourceOffset, length);
        WriteBytes(offset, borrow.Span);
    }
}
