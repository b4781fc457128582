using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace ActorFfi;

/// <content>Numbers at an offset, aligned or not.</content>
public readonly partial struct ForeignPointerView
{
    /// <summary>Reads an unsigned 8-bit integer.</summary>
    /// <param name="offset">Where it is.</param>
    /// <exception cref="ArgumentOutOfRangeException">It is not inside the extent.</exception>
    /// <exception cref="NullForeignPointerException">The pointer is null.</exception>
    /// <exception cref="StaleHandleException">Its library was stopped or restarted.</exception>
    public byte ReadByte(long offset = 0) => ReadScalar<byte>(offset);

    /// <summary>Reads a signed 8-bit integer.</summary>
    /// <inheritdoc cref="ReadByte(long)"/>
    public sbyte ReadSByte(long offset = 0) => ReadScalar<sbyte>(offset);

    /// <summary>Reads a signed 16-bit integer.</summary>
    /// <inheritdoc cref="ReadByte(long)"/>
    public short ReadInt16(long offset = 0) => ReadScalar<short>(offset);

    /// <summary>Reads an unsigned 16-bit integer.</summary>
    /// <inheritdoc cref="ReadByte(long)"/>
    public ushort ReadUInt16(long offset = 0) => ReadScalar<ushort>(offset);

    /// <summary>Reads a signed 32-bit integer.</summary>
    /// <inheritdoc cref="ReadByte(long)"/>
    public int ReadInt32(long offset = 0) => ReadScalar<int>(offset);

    /// <summary>Reads an unsigned 32-bit integer.</summary>
    /// <inheritdoc cref="ReadByte(long)"/>
    public uint ReadUInt32(long offset = 0) => ReadScalar<uint>(offset);

    /// <summary>Reads a signed 64-bit integer.</summary>
    /// <inheritdoc cref="ReadByte(long)"/>
    public long ReadInt64(long offset = 0) => ReadScalar<long>(offset);

    /// <summary>Reads an unsigned 64-bit integer.</summary>
    /// <inheritdoc cref="ReadByte(long)"/>
    public ulong ReadUInt64(long offset = 0) => ReadScalar<ulong>(offset);

    /// <summary>Reads a signed integer of the size of a pointer: <c>ptrdiff_t</c>, <c>intptr_t</c>.</summary>
    /// <inheritdoc cref="ReadByte(long)"/>
    public nint ReadNInt(long offset = 0) => ReadScalar<nint>(offset);

    /// <summary>Reads an unsigned integer of the size of a pointer: <c>size_t</c>.</summary>
    /// <inheritdoc cref="ReadByte(long)"/>
    public nuint ReadNUInt(long offset = 0) => ReadScalar<nuint>(offset);

    /// <summary>Reads a 32-bit float.</summary>
    /// <inheritdoc cref="ReadByte(long)"/>
    public float ReadSingle(long offset = 0) => ReadScalar<float>(offset);

    /// <summary>Reads a 64-bit float.</summary>
    /// <inheritdoc cref="ReadByte(long)"/>
    public double ReadDouble(long offset = 0) => ReadScalar<double>(offset);

    /// <summary>Reads a C <c>bool</c>: one byte, true where it is not zero.</summary>
    /// <inheritdoc cref="ReadByte(long)"/>
    public bool ReadBoolean(long offset = 0) => ReadScalar<byte>(offset) != 0;

    /// <summary>Writes an unsigned 8-bit integer.</summary>
    /// <param name="offset">Where it goes.</param>
    /// <param name="value">What is written.</param>
    /// <exception cref="InvalidOperationException">The view is read-only.</exception>
    /// <exception cref="ArgumentOutOfRangeException">It is not inside the extent.</exception>
    /// <exception cref="NullForeignPointerException">The pointer is null.</exception>
    /// <exception cref="StaleHandleException">Its library was stopped or restarted.</exception>
    public void WriteByte(long offset, byte value) => WriteScalar(offset, value);

    /// <summary>Writes a signed 8-bit integer.</summary>
    /// <inheritdoc cref="WriteByte(long, byte)"/>
    public void WriteSByte(long offset, sbyte value) => WriteScalar(offset, value);

    /// <summary>Writes a signed 16-bit integer.</summary>
    /// <inheritdoc cref="WriteByte(long, byte)"/>
    public void WriteInt16(long offset, short value) => WriteScalar(offset, value);

    /// <summary>Writes an unsigned 16-bit integer.</summary>
    /// <inheritdoc cref="WriteByte(long, byte)"/>
    public void WriteUInt16(long offset, ushort value) => WriteScalar(offset, value);

    /// <summary>Writes a signed 32-bit integer.</summary>
    /// <inheritdoc cref="WriteByte(long, byte)"/>
    public void WriteInt32(long offset, int value) => WriteScalar(offset, value);

    /// <summary>Writes an unsigned 32-bit integer.</summary>
    /// <inheritdoc cref="WriteByte(long, byte)"/>
    public void WriteUInt32(long offset, uint value) => WriteScalar(offset, value);

    /// <summary>Writes a signed 64-bit integer.</summary>
    /// <inheritdoc cref="WriteByte(long, byte)"/>
    public void WriteInt64(long offset, long value) => WriteScalar(offset, value);

    /// <summary>Writes an unsigned 64-bit integer.</summary>
    /// <inheritdoc cref="WriteByte(long, byte)"/>
    public void WriteUInt64(long offset, ulong value) => WriteScalar(offset, value);

    /// <summary>Writes a signed integer of the size of a pointer: <c>ptrdiff_t</c>, <c>intptr_t</c>.</summary>
    /// <inheritdoc cref="WriteByte(long, byte)"/>
    public void WriteNInt(long offset, nint value) => WriteScalar(offset, value);

    /// <summary>Writes an unsigned integer of the size of a pointer: <c>size_t</c>.</summary>
    /// <inheritdoc cref="WriteByte(long, byte)"/>
    public void WriteNUInt(long offset, nuint value) => WriteScalar(offset, value);

    /// <summary>Writes a 32-bit float.</summary>
    /// <inheritdoc cref="WriteByte(long, byte)"/>
    public void WriteSingle(long offset, float value) => WriteScalar(offset, value);

    /// <summary>Writes a 64-bit float.</summary>
    /// <inheritdoc cref="WriteByte(long, byte)"/>
    public void WriteDouble(long offset, double value) => WriteScalar(offset, value);

    /// <summary>Writes a C <c>bool</c>: one byte, 0 or 1.</summary>
    /// <inheritdoc cref="WriteByte(long, byte)"/>
    public void WriteBoolean(long offset, bool value) => WriteScalar<byte>(offset, value ? (byte)1 : (byte)0);

    private T ReadScalar<T>(long offset)
        where T : unmanaged
    {
        using GenerationUse use = _pointer.Use();
        return MemoryMarshal.Read<T>(Access(offset, Unsafe.SizeOf<T>()));
    }

    private void WriteScalar<T>(long offset, T value)
        where T : unmanaged => Store(offset, MemoryMarshal.AsBytes(new ReadOnlySpan<T>(in value)));
}
