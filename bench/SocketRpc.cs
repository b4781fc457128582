using System.Buffers.Binary;
using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net.Sockets;

namespace ActorFfi.Bench;

/// <summary>What one writes to keep a crashing library out of a service: length-prefixed requests over a Unix socket to a child that makes the call.</summary>
/// <remarks>A request is its length (4 bytes), a number that comes back with the reply (4), and the two arguments (4 each); a reply its length, the number and the result. Little-endian.</remarks>
internal sealed class SocketRpc : IAsyncDisposable
{
    private const int RequestSize = 16;
    private const int ReplySize = 12;

    private readonly Process _child;
    private readonly Socket _socket;
    private readonly string _path;
    private readonly ConcurrentDictionary<int, TaskCompletionSource<int>> _pending = new();
    private readonly SemaphoreSlim _sending = new(1);
    private int _last;

    private SocketRpc(Process child, Socket socket, string path)
    {
        _child = child;
        _socket = socket;
        _path = path;
        Replies = Task.Run(ReadAsync);
    }

    private Task Replies { get; }

    /// <summary>Starts the child and connects.</summary>
    public static async Task<SocketRpc> StartAsync()
    {
        string path = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
        using Socket listener = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        listener.Bind(new UnixDomainSocketEndPoint(path));
        listener.Listen();
        string self = Environment.ProcessPath!;
        string[] host = Path.GetFileNameWithoutExtension(self) == "dotnet" ? [typeof(SocketRpc).Assembly.Location] : [];
        Process child = Process.Start(new ProcessStartInfo(self, [.. host, "serve", path]))!;
        return new SocketRpc(child, await listener.AcceptAsync(), path);
    }

    /// <summary>The child's side: answers requests until the connection ends.</summary>
    public static void Serve(string path)
    {
        using Socket socket = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        socket.Connect(new UnixDomainSocketEndPoint(path));
        byte[] requests = new byte[64 * 1024];
        byte[] replies = new byte[64 * 1024];
        int filled = 0;
        int read;
        while ((read = socket.Receive(requests.AsSpan(filled))) > 0)
        {
            filled += read;
            int whole = filled / RequestSize;
            for (int i = 0; i < whole; i++)
            {
                Answer(requests.AsSpan(i * RequestSize, RequestSize), replies.AsSpan(i * ReplySize, ReplySize));
            }

            SendAll(socket, replies.AsSpan(0, whole * ReplySize));
            requests.AsSpan(whole * RequestSize, filled - (whole * RequestSize)).CopyTo(requests);
            filled -= whole * RequestSize;
        }
    }

    /// <summary>Calls the child and awaits its reply.</summary>
    public async Task<int> AddAsync(int a, int b)
    {
        TaskCompletionSource<int> done = new(TaskCreationOptions.RunContinuationsAsynchronously);
        int number = Interlocked.Increment(ref _last);
        _pending[number] = done;
        byte[] request = new byte[RequestSize];
        BinaryPrimitives.WriteInt32LittleEndian(request, RequestSize);
        BinaryPrimitives.WriteInt32LittleEndian(request.AsSpan(4), number);
        BinaryPrimitives.WriteInt32LittleEndian(request.AsSpan(8), a);
        BinaryPrimitives.WriteInt32LittleEndian(request.AsSpan(12), b);
        await _sending.WaitAsync();
        try
        {
            await _socket.SendAsync(request);
        }
        finally
        {
            _sending.Release();
        }

        return await done.Task;
    }

    public async ValueTask DisposeAsync()
    {
        _socket.Shutdown(SocketShutdown.Both);
        await Replies;
        _socket.Dispose();
        await _child.WaitForExitAsync();
        _child.Dispose();
        _sending.Dispose();
        File.Delete(_path);
    }

    private static void Answer(ReadOnlySpan<byte> request, Span<byte> reply)
    {
        int result = Peer.Add(BinaryPrimitives.ReadInt32LittleEndian(request[8..]), BinaryPrimitives.ReadInt32LittleEndian(request[12..]));
        BinaryPrimitives.WriteInt32LittleEndian(reply, ReplySize);
        request.Slice(4, 4).CopyTo(reply[4..]);
        BinaryPrimitives.WriteInt32LittleEndian(reply[8..], result);
    }

    private static void SendAll(Socket socket, ReadOnlySpan<byte> bytes)
    {
        while (!bytes.IsEmpty)
        {
            bytes = bytes[socket.Send(bytes)..];
        }
    }

    private async Task ReadAsync()
    {
        byte[] replies = new byte[64 * 1024];
        int filled = 0;
        int read;
        while ((read = await _socket.ReceiveAsync(replies.AsMemory(filled))) > 0)
        {
            filled += read;
            int whole = filled / ReplySize;
            for (int i = 0; i < whole; i++)
            {
                int number = BinaryPrimitives.ReadInt32LittleEndian(replies.AsSpan((i * ReplySize) + 4));
                _pending.TryRemove(number, out TaskCompletionSource<int>? done);
                done!.SetResult(BinaryPrimitives.ReadInt32LittleEndian(replies.AsSpan((i * ReplySize) + 8)));
            }

            replies.AsSpan(whole * ReplySize, filled - (whole * ReplySize)).CopyTo(replies);
            filled -= whole * ReplySize;
        }
    }
}
