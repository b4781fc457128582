using System.Diagnostics.CodeAnalysis;

namespace ActorFfi;

/// <summary>The buffers that come back with a reply, in the order of the call's parameters; one that was passed twice appears once.</summary>
[SuppressMessage("Naming", "CA1711", Justification = "It is a list of buffers.")]
public readonly struct ReplyBuffers
{
    private readonly object? _buffers;

    internal ReplyBuffers(object? buffers)
    {
        _buffers = buffers;
    }

    /// <summary>The number of buffers.</summary>
    public int Count => _buffers switch
    {
        null => 0,
        OwnedBuffer[] many => many.Length,
        _ => 1,
    };

    /// <summary>One of the buffers.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The index is not below <see cref="Count"/>.</exception>
    public OwnedBuffer this[int index]
    {
        get
        {
            ArgumentOutOfRangeException.ThrowIfNegative(index);
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, Count);
            return _buffers as OwnedBuffer ?? ((OwnedBuffer[])_buffers!)[index];
        }
    }

    /// <summary>What a reply keeps of a call's leases: nothing, the one buffer, or an array of them.</summary>
    internal static object? Of(ReadOnlySpan<BufferLease> leases)
    {
        object? single = null;
        int count = 0;
        foreach (ref readonly BufferLease lease in leases)
        {
            if (lease.Taken != LeaseMode.None)
            {
                single = lease.Buffer;
                count++;
            }
        }

        return count <= 1 ? single : Many(leases, count);
    }

    private static OwnedBuffer[] Many(ReadOnlySpan<BufferLease> leases, int count)
    {
        OwnedBuffer[] buffers = new OwnedBuffer[count];
        int next = 0;
        foreach (ref readonly BufferLease lease in leases)
        {
            if (lease.Taken != LeaseMode.None)
            {
                buffers[next++] = lease.Buffer!;
            }
        }

        return buffers;
    }
}
