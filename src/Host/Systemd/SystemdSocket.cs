using System.Net.Sockets;
using System.Text;

namespace ActorFfi;

/// <summary>The socket on which systemd listens to a service of type <c>notify</c>.</summary>
internal sealed class SystemdSocket : IDisposable
{
    private readonly Socket _socket = new(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified);

    private SystemdSocket(string path)
    {
        _socket.Connect(new UnixDomainSocketEndPoint(path.StartsWith('@') ? '\0' + path[1..] : path));
    }

    /// <summary>Connects where the environment names a socket.</summary>
    /// <returns>Null where the service was not started by systemd.</returns>
    public static SystemdSocket? Connect() =>
        Environment.GetEnvironmentVariable("NOTIFY_SOCKET") is { Length: > 0 } path ? new SystemdSocket(path) : null;

    /// <summary>Sends one message, such as <c>READY=1</c>.</summary>
    public void Send(string message) => _socket.Send(Encoding.UTF8.GetBytes(message));

    /// <inheritdoc/>
    public void Dispose() => _socket.Dispose();
}
