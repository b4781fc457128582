// Safety: the descriptor belongs to this object and is closed once; messages are copied into managed memory before anybody looks at them.
using System.Runtime.InteropServices;

namespace ActorFfi;

/// <summary>The socket between a guest and its parent, for what is rare: messages with a length.</summary>
/// <remarks>Threads: one that receives and any that send.</remarks>
internal sealed unsafe class GuestControl(int socket, int peer = -1) : IDisposable
{
    private const short CanRead = 1;

    private const int LongestMessage = 64 << 20;
    private const int NoSignal = 0x4000;
    private const int Both = 2;
    private const int Interrupted = 4;

    private readonly Lock _sending = new();
    private int _socket = socket; // Exchanged for -1 by the one close that counts, under the lock.

    /// <summary>Whether the process on the other side was seen to have ended, by who has a descriptor of it.</summary>
    public bool HasPeerEnded { get; private set; }

    /// <summary>Sends a message.</summary>
    /// <returns>False where nobody is there to receive it.</returns>
    public bool TrySend(GuestMessage kind, Action<BinaryWriter>? fill = null)
    {
        using MemoryStream bytes = new();
        using BinaryWriter writer = new(bytes);
        writer.Write(0);
        writer.Write((byte)kind);
        fill?.Invoke(writer);
        writer.Flush();
        byte[] message = bytes.ToArray();
        MemoryMarshal.Write(message, message.Length - sizeof(int));
        lock (_sending)
        {
            return _socket >= 0 && TrySendAll(message);
        }
    }

    /// <summary>Waits for the next message.</summary>
    /// <returns>Null where the other side has ended, or does not follow the rules.</returns>
    public BinaryReader? Receive()
    {
        byte[] head = new byte[sizeof(int)];
        if (!TryReceive(head))
        {
            return null;
        }

        int length = MemoryMarshal.Read<int>(head);
        if (length is < 1 or > LongestMessage)
        {
            return null;
        }

        byte[] message = new byte[length];
        return TryReceive(message) ? new BinaryReader(new MemoryStream(message)) : null;
    }

    /// <summary>Makes <see cref="Receive"/> and the other side find the end.</summary>
    public void End() => LinuxCalls.Shutdown(_socket, Both);

    /// <inheritdoc/>
    public void Dispose()
    {
        lock (_sending)
        {
            if (_socket >= 0)
            {
                LinuxCalls.Close(_socket);
                _socket = -1;
            }
        }
    }

    private bool TrySendAll(ReadOnlySpan<byte> message)
    {
        while (message.Length > 0)
        {
            nint sent;
            fixed (byte* start = message)
            {
                sent = LinuxCalls.Send(_socket, start, (nuint)message.Length, NoSignal);
            }

            if (sent < 0 && Marshal.GetLastPInvokeError() != Interrupted)
            {
                return false;
            }

            message = message[(int)Math.Max(0, sent)..];
        }

        return true;
    }

    // Another process may hold the other end of the socket after the one behind it has ended.
    private bool WaitWithPeer()
    {
        LinuxCalls.PollEntry* entries = stackalloc LinuxCalls.PollEntry[2];
        entries[0] = new LinuxCalls.PollEntry { File = _socket, Events = CanRead };
        entries[1] = new LinuxCalls.PollEntry { File = peer, Events = CanRead };
        while (LinuxCalls.Poll(entries, 2, -1) < 0 && Marshal.GetLastPInvokeError() == Interrupted)
        {
        }

        HasPeerEnded = entries[0].Happened == 0 && (entries[1].Happened & CanRead) != 0;
        return !HasPeerEnded;
    }

    private bool TryReceive(Span<byte> bytes)
    {
        while (bytes.Length > 0)
        {
            if (peer >= 0 && !WaitWithPeer())
            {
                return false;
            }

            nint received;
            fixed (byte* start = bytes)
            {
                received = LinuxCalls.Read(_socket, start, (nuint)bytes.Length);
            }

            if (received == 0 || (received < 0 && Marshal.GetLastPInvokeError() != Interrupted))
            {
                return false;
            }

            bytes = bytes[(int)Math.Max(0, received)..];
        }

        return true;
    }
}
