using System.Globalization;
using System.Net.Sockets;
using System.Text;

namespace ActorFfi.Bench;

/// <summary>A client that costs as little as can be: one connection, one request at a time, and only so much of HTTP as the answers need.</summary>
internal sealed class KeptConnection : IDisposable
{
    private readonly Socket _socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
    private readonly byte[] _buffer = new byte[64 << 10];

    private KeptConnection()
    {
    }

    public static async Task<KeptConnection> OpenAsync(string url)
    {
        KeptConnection connection = new();
        Uri address = new(url);
        await connection._socket.ConnectAsync(address.Host, address.Port);
        return connection;
    }

    /// <summary>Sends a request and waits for the whole answer, which must be 200.</summary>
    public async ValueTask AskAsync(byte[] request)
    {
        for (int sent = 0; sent < request.Length;)
        {
            sent += await _socket.SendAsync(request.AsMemory(sent));
        }

        int length = 0;
        do
        {
            int received = await _socket.ReceiveAsync(_buffer.AsMemory(length));
            length = received == 0 ? throw new IOException("The server has closed the connection.") : length + received;
        }
        while (!IsWhole(_buffer.AsSpan(0, length)));

        if (!_buffer.AsSpan().StartsWith("HTTP/1.1 200"u8))
        {
            throw new IOException(Encoding.UTF8.GetString(_buffer, 0, length));
        }
    }

    public void Dispose() => _socket.Dispose();

    private static bool IsWhole(ReadOnlySpan<byte> answer)
    {
        int head = answer.IndexOf("\r\n\r\n"u8);
        if (head < 0)
        {
            return false;
        }

        int field = answer[..head].IndexOf("Content-Length: "u8);
        if (field < 0)
        {
            return answer.EndsWith("0\r\n\r\n"u8); // In chunks.
        }

        ReadOnlySpan<byte> rest = answer[(field + 16)..];
        return answer.Length - head - 4 >= int.Parse(rest[..rest.IndexOf((byte)'\r')], CultureInfo.InvariantCulture);
    }
}
