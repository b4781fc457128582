using System.Runtime.CompilerServices;

namespace ActorFfi;

/// <content>Where buffers come from.</content>
public sealed partial class OwnedBuffer
{
    /// <summary>Allocates a buffer whose bytes are all 0, aligned to 64 bytes.</summary>
    /// <param name="length">How long it is, in bytes; 0 is allowed and has an address of its own.</param>
    /// <param name="name">What messages call the buffer.</param>
    /// <exception cref="ArgumentOutOfRangeException">The length is negative.</exception>
    /// <exception cref="OutOfMemoryException">The system refuses that much memory.</exception>
    public static OwnedBuffer Allocate(long length, string? name = null) =>
        Allocate(BufferAccount.Unattached, length, name);

    /// <summary>Allocates a buffer that holds whatever other buffers left there; for callers that overwrite all of it.</summary>
    /// <inheritdoc cref="Allocate(long, string?)"/>
    public static OwnedBuffer AllocateUninitialized(long length, string? name = null) =>
        AllocateUninitialized(BufferAccount.Unattached, length, name);

    /// <summary>Allocates a buffer with a copy of the bytes.</summary>
    /// <param name="bytes">What is copied.</param>
    /// <param name="name">What messages call the buffer.</param>
    /// <exception cref="OutOfMemoryException">The system refuses that much memory.</exception>
    public static OwnedBuffer CopyOf(ReadOnlySpan<byte> bytes, string? name = null) =>
        CopyOf(BufferAccount.Unattached, bytes, name);

    /// <summary>Makes a buffer of a managed array without copying it: the array is pinned until the buffer is freed.</summary>
    /// <param name="array">The array; set to null, as the buffer owns it now. No other reference to it may be used.</param>
    /// <param name="name">What messages call the buffer.</param>
    /// <exception cref="ArgumentNullException">The array is null.</exception>
    public static OwnedBuffer TakeOver(ref byte[]? array, string? name = null) =>
        TakeOver(BufferAccount.Unattached, ref array, name);

    /// <summary>Allocates a buffer that holds one value, in the layout it has in memory.</summary>
    /// <param name="value">What is copied.</param>
    /// <param name="name">What messages call the buffer.</param>
    /// <typeparam name="T">The type of the value, without references.</typeparam>
    /// <exception cref="OutOfMemoryException">The system refuses that much memory.</exception>
    public static OwnedBuffer Of<T>(in T value, string? name = null)
        where T : unmanaged => Of(BufferAccount.Unattached, in value, name);

    /// <summary>Allocates on an account.</summary>
    /// <inheritdoc cref="Allocate(long, string?)"/>
    internal static OwnedBuffer Allocate(BufferAccount account, long length, string? name = null)
    {
        NativeBlock block = Lease(account, length, name);
        block.Zero(length);
        return new OwnedBuffer(block, length, name);
    }

    /// <summary>Allocates on an account, without zeroes.</summary>
    /// <inheritdoc cref="AllocateUninitialized(long, string?)"/>
    internal static OwnedBuffer AllocateUninitialized(BufferAccount account, long length, string? name = null)
    {
        NativeBlock block = Lease(account, length, name);
        block.MarkDirty();
        return new OwnedBuffer(block, length, name);
    }

    /// <summary>Copies on an account.</summary>
    /// <inheritdoc cref="CopyOf(ReadOnlySpan{byte}, string?)"/>
    internal static OwnedBuffer CopyOf(BufferAccount account, ReadOnlySpan<byte> bytes, string? name = null)
    {
        OwnedBuffer buffer = AllocateUninitialized(account, bytes.Length, name);
        bytes.CopyTo(buffer.SpanAt(0, bytes.Length));
        return buffer;
    }

    /// <summary>Takes over on an account.</summary>
    /// <inheritdoc cref="TakeOver(ref byte[], string?)"/>
    internal static OwnedBuffer TakeOver(BufferAccount account, ref byte[]? array, string? name = null)
    {
        ArgumentNullException.ThrowIfNull(array);
        long length = array.LongLength;
        PinnedArrayBlock block = new(array);
        array = null;
        return TryLease(block, account, length, name)!;
    }

    /// <summary>Copies a value on an account.</summary>
    /// <inheritdoc cref="Of{T}(in T, string?)"/>
    internal static OwnedBuffer Of<T>(BufferAccount account, in T value, string? name = null)
        where T : unmanaged
    {
        OwnedBuffer buffer = AllocateUninitialized(account, Unsafe.SizeOf<T>(), name);
        buffer.WriteAt(0, in value);
        return buffer;
    }

    /// <summary>Makes a buffer of a resting block of any source; null where the block is gone.</summary>
    internal static OwnedBuffer? TryLease(MemoryBlock block, BufferAccount account, long length, string? name) =>
        block.TryLease(account, name, length) ? new OwnedBuffer(block, length, name) : null;

    private static NativeBlock Lease(BufferAccount account, long length, string? name)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        while (true)
        {
            NativeBlock block = NativeBlockPool.Rent(length);
            if (block.TryLease(account, name, length))
            {
                return block;
            }
        }
    }
}
