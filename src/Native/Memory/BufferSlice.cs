namespace ActorFfi;

/// <summary>A part of a buffer, to be passed to a call.</summary>
/// <remarks>Ownership: a slice owns nothing; passing it to a call detaches the whole buffer.</remarks>
public readonly struct BufferSlice
{
    internal BufferSlice(OwnedBuffer buffer, long offset, long length)
    {
        Buffer = buffer;
        Offset = offset;
        Length = length;
    }

    /// <summary>The buffer that this is a part of; null in a default slice.</summary>
    public OwnedBuffer Buffer { get; }

    /// <summary>Where the part starts, in bytes from the start of the buffer.</summary>
    public long Offset { get; }

    /// <summary>How long the part is, in bytes.</summary>
    public long Length { get; }
}
