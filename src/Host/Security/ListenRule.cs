using System.Net;

namespace ActorFfi;

/// <summary>Where the service may listen: on the loopback interface, and with tokens anywhere.</summary>
internal static class ListenRule
{
    /// <exception cref="HostSettingException">An address can be reached from outside, and nobody would need a token.</exception>
    public static void Demand(string urls, AccessTokens tokens)
    {
        if (!tokens.AreRequired && urls.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).FirstOrDefault(url => !IsLocal(url)) is { } open)
        {
            throw new HostSettingException(
                $"{HostOptions.Section}:{nameof(HostOptions.Urls)}",
                $"'{open}' can be reached by other machines, and no token is configured, so that anybody could call what is declared. Listen on 127.0.0.1, or set '{HostOptions.Section}:{nameof(HostOptions.Tokens)}' or the variable {AccessTokens.Variable}.");
        }
    }

    /// <summary>Whether only this machine reaches an address; what cannot be read is left to the server to refuse.</summary>
    public static bool IsLocal(string url)
    {
        int scheme = url.IndexOf("://", StringComparison.Ordinal);
        string authority = scheme < 0 ? url : url[(scheme + 3)..];
        return authority.StartsWith("unix:/", StringComparison.OrdinalIgnoreCase) || IsLocalHost(HostOf(authority));
    }

    /// <summary>Whether a name or address, without its port, means this machine.</summary>
    public static bool IsLocalHost(string host) =>
        host.Equals("localhost", StringComparison.OrdinalIgnoreCase) || (IPAddress.TryParse(host.Trim('[', ']'), out IPAddress? address) && IPAddress.IsLoopback(address));

    private static string HostOf(string authority)
    {
        string host = authority.Split('/')[0];
        int bracket = host.LastIndexOf(']');
        int colon = host.IndexOf(':', bracket < 0 ? 0 : bracket);
        return colon < 0 ? host : host[..colon];
    }
}
