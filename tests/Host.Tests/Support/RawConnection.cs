using System.Globalization;
using System.Net.Sockets;
using System.Text;

namespace ActorFfi.Host.Tests.Support;

/// <summary>A connection on which a test writes its request by itself, piece by piece.</summary>
public sealed class RawConnection : IDisposable
{
    private readonly TcpClient _client = new();
    private NetworkStream? _stream;
    private StreamReader? _reader;

    /// <summary>Connects and sends the head of a request whose body comes in chunks.</summary>
    public static async Task<RawConnection> BeginAsync(Uri address, string path, string contentType)
    {
        RawConnection connection = new();
        await connection._client.ConnectAsync(address.Host, address.Port);
        connection._stream = connection._client.GetStream();
        connection._reader = new StreamReader(connection._stream, Encoding.UTF8);
        await connection.WriteAsync($"POST {path} HTTP/1.1\r\nHost: {address.Authority}\r\nContent-Type: {contentType}\r\nTransfer-Encoding: chunked\r\n\r\n");
        return connection;
    }

    public async Task WriteAsync(string text) => await _stream!.WriteAsync(Encoding.UTF8.GetBytes(text));

    /// <summary>Sends a part of the body.</summary>
    public Task WriteChunkAsync(string text) =>
        WriteAsync(string.Create(CultureInfo.InvariantCulture, $"{Encoding.UTF8.GetByteCount(text):x}\r\n{text}\r\n"));

    /// <summary>Reads the answer's head, to the empty line.</summary>
    public async Task<string> ReadHeadAsync()
    {
        StringBuilder head = new();
        while (await _reader!.ReadLineAsync() is { Length: > 0 } line)
        {
            head.AppendLine(line);
        }

        return head.ToString();
    }

    /// <summary>Reads on until a line that contains the text; null where the connection ends before.</summary>
    public async Task<string?> ReadLineWithAsync(string text)
    {
        string? line;
        do
        {
            line = await _reader!.ReadLineAsync();
        }
        while (line is not null && !line.Contains(text, StringComparison.Ordinal));

        return line;
    }

    public void Dispose() => _client.Dispose();
}
