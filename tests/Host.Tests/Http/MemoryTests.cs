using System.Globalization;
using System.Net.Sockets;
using System.Text;
using ActorFfi.Host.Tests.Support;

namespace ActorFfi.Host.Tests.Http;

/// <summary>What requests cost of managed memory.</summary>
[Collection(nameof(Alone))]
public sealed class MemoryTests
{
    private const int MiB = 1 << 20;
    private const int Body = 64 * MiB;

    [Fact]
    public async Task RawBody_OfManyMegabytes_IsNeverInManagedMemory()
    {
        await using FfiRuntime ffi = await TestService.StartRuntimeAsync();
        await using RunningService service = await RunningService.StartAsync(ffi, new HostOptions());
        byte[] part = new byte[MiB];
        await SendAsync(service, "zlib/symbols/crc32?arg=0&arg=@body&arg=@length", Body, part); // What is allocated once, is now.

        long before = GC.GetTotalAllocatedBytes(precise: true);
        string answer = await SendAsync(service, "zlib/symbols/crc32?arg=0&arg=@body&arg=@length", Body, part);
        long allocated = GC.GetTotalAllocatedBytes(precise: true) - before;

        Assert.Contains("\"value\":", answer, StringComparison.Ordinal);
        Assert.InRange(allocated, 0, Body / 16);
        Assert.Equal(0, ffi["zlib"].LiveBytes);
    }

    [Fact]
    public async Task RawReply_OfManyMegabytes_IsNeverInManagedMemory()
    {
        await using FfiRuntime ffi = await TestService.StartRuntimeAsync();
        await using RunningService service = await RunningService.StartAsync(ffi, new HostOptions());
        string path = string.Create(CultureInfo.InvariantCulture, $"fixture/symbols/fill_bytes?arg=@out:{Body}&arg={Body}&arg=7");
        Assert.Equal(Body, await ReceiveAsync(service, path));

        long before = GC.GetTotalAllocatedBytes(precise: true);
        long received = await ReceiveAsync(service, path);
        long allocated = GC.GetTotalAllocatedBytes(precise: true) - before;

        Assert.Equal(Body, received);
        Assert.InRange(allocated, 0, Body / 16);
    }

    [Fact]
    public async Task AThousandIdleStreams_CostLittleAndTheServiceGoesOn()
    {
        const int streams = 1000;
        await using FfiRuntime ffi = await TestService.StartRuntimeAsync();
        await using RunningService service = await RunningService.StartAsync(ffi, new HostOptions { MaxEventStreams = streams, EventStreamTimeout = TimeSpan.FromHours(1) });
        long before = GC.GetTotalMemory(forceFullCollection: true);
        List<TcpClient> clients = [];
        for (int i = 0; i < streams; i++)
        {
            TcpClient client = new() { ReceiveBufferSize = 8 << 10 };
            clients.Add(client);
            await client.ConnectAsync(service.Address.Host, service.Address.Port);
            await client.GetStream().WriteAsync("GET /v1/events HTTP/1.1\r\nHost: localhost\r\n\r\n"u8.ToArray());
        }

        byte[] first = new byte[1];
        foreach (TcpClient client in clients)
        {
            await client.GetStream().ReadExactlyAsync(first); // It is open, and nobody reads on.
        }

        using HttpResponseMessage over = await service.Client.GetAsync("/v1/events", HttpCompletionOption.ResponseHeadersRead);
        for (int i = 0; i < 50; i++)
        {
            await ffi["zlib"].RestartAsync(); // Each has the status sent again.
            Assert.True((await service.Client.PostAsync("/v1/libraries/fixture/symbols/add_i32?arg=1&arg=2", content: null)).IsSuccessStatusCode);
        }

        long held = GC.GetTotalMemory(forceFullCollection: true) - before;
        clients.ForEach(static client => client.Dispose());

        Assert.Equal(429, (int)over.StatusCode);
        Assert.InRange(held / streams, long.MinValue, 64 << 10);
    }

    private static async Task<string> SendAsync(RunningService service, string path, int length, byte[] part)
    {
        using TcpClient client = new();
        await client.ConnectAsync(service.Address.Host, service.Address.Port);
        NetworkStream stream = client.GetStream();
        await stream.WriteAsync(Encoding.ASCII.GetBytes(string.Create(
            CultureInfo.InvariantCulture, $"POST /v1/libraries/{path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Type: application/octet-stream\r\nContent-Length: {length}\r\n\r\n")));
        for (int sent = 0; sent < length; sent += part.Length)
        {
            await stream.WriteAsync(part);
        }

        using StreamReader reader = new(stream);
        return await reader.ReadToEndAsync();
    }

    // Gives the number of bytes behind the head of the answer.
    private static async Task<long> ReceiveAsync(RunningService service, string path)
    {
        using TcpClient client = new();
        await client.ConnectAsync(service.Address.Host, service.Address.Port);
        NetworkStream stream = client.GetStream();
        await stream.WriteAsync(Encoding.ASCII.GetBytes($"POST /v1/libraries/{path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nAccept: application/octet-stream\r\nContent-Length: 0\r\n\r\n"));
        byte[] part = new byte[64 << 10];
        long received = 0;
        int head = 0;
        int length;
        while ((length = await stream.ReadAsync(part)) > 0)
        {
            if (received == 0)
            {
                head = part.AsSpan(0, length).IndexOf("\r\n\r\n"u8) + 4;
            }

            received += length;
        }

        return received - head;
    }
}
