using System.Net.Sockets;
using System.Text;
using ActorFfi.Host.Tests.Support;

namespace ActorFfi.Host.Tests.Processes;

public sealed class SystemdTests
{
    [Fact]
    public async Task Service_UnderSystemd_SaysThatItIsReadyAliveAndStopping()
    {
        using TemporaryFolder folder = new();
        string config = folder.Write("a.json", """{ "ActorFfi": { "Libraries": { "m": { "Path": "libm.so.6", "Symbols": [ "double cos(double x)" ] } } } }""");
        string path = Path.Combine(folder.Path, "notify");
        using Socket systemd = new(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified);
        systemd.Bind(new UnixDomainSocketEndPoint(path));

        using ServiceProcess service = await ServiceProcess.StartAsync(config, ("NOTIFY_SOCKET", path), ("WATCHDOG_USEC", "200000"));
        Assert.Equal("READY=1\nSTATUS=1 of 1 libraries ready", await NextAsync(systemd));
        Assert.Equal("WATCHDOG=1\nSTATUS=1 of 1 libraries ready", await NextAsync(systemd));
        Assert.StartsWith("WATCHDOG=1", await NextAsync(systemd), StringComparison.Ordinal);
        Task<(int Code, string Output)> end = service.TerminateAsync();
        string last;
        do
        {
            last = await NextAsync(systemd);
        }
        while (last.StartsWith("WATCHDOG=1", StringComparison.Ordinal));

        Assert.Equal("STOPPING=1", last);
        Assert.Equal(0, (await end).Code);
    }

    private static async Task<string> NextAsync(Socket systemd)
    {
        byte[] message = new byte[500];
        int length = await systemd.ReceiveAsync(message);
        return Encoding.UTF8.GetString(message, 0, length);
    }
}
