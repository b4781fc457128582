using System.Collections.Immutable;
using System.Globalization;

namespace ActorFfi;

/// <summary>The tokens of the service. Without any, everybody who reaches it may do everything.</summary>
internal sealed class AccessTokens(ImmutableArray<AccessToken> tokens)
{
    /// <summary>A variable of the environment whose token allows everything; the command line presents it too.</summary>
    public const string Variable = "ACTORFFI_TOKEN";

    /// <summary>Whether callers must present a token.</summary>
    public bool AreRequired => !tokens.IsEmpty;

    /// <summary>Reads the tokens from where the settings say they are, and from the environment.</summary>
    /// <exception cref="HostSettingException">A token is missing or too short.</exception>
    public static AccessTokens Load(HostOptions options)
    {
        IEnumerable<AccessToken> configured = options.Tokens.Select(source => new AccessToken(source.Name, Read(source), source.Scopes));
        string? everything = Environment.GetEnvironmentVariable(Variable);
        return string.IsNullOrEmpty(everything)
            ? new AccessTokens([.. configured])
            : new AccessTokens([.. configured, new AccessToken(Variable, Checked(everything, Variable), AccessScope.All)]);
    }

    /// <summary>The token that somebody presents; null where it is none of these. It looks at all of them in any case.</summary>
    public AccessToken? Find(string secret)
    {
        byte[] hash = AccessToken.HashOf(secret);
        AccessToken? found = null;
        foreach (AccessToken token in tokens)
        {
            found = token.Matches(hash) ? token : found;
        }

        return found;
    }

    private static string Read(TokenSource source)
    {
        if (source.Environment is not null)
        {
            return Environment.GetEnvironmentVariable(source.Environment) is { Length: > 0 } value
                ? Checked(value, source.Path)
                : throw new HostSettingException($"{source.Path}:{nameof(TokenSource.Environment)}", $"the variable '{source.Environment}' is not set. Set it to the token.");
        }

        try
        {
            return Checked(File.ReadAllText(source.File!).Trim(), source.Path);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new HostSettingException($"{source.Path}:{nameof(TokenSource.File)}", $"the file '{source.File}' cannot be read: {exception.Message}");
        }
    }

    private static string Checked(string token, string path) => token.Length >= AccessToken.MinimumLength && token.All(char.IsAscii) && !token.Any(char.IsWhiteSpace)
        ? token
        : throw new HostSettingException(path, string.Create(
            CultureInfo.InvariantCulture,
            $"the token has fewer than {AccessToken.MinimumLength} characters, or some that no header can carry. Make one with 'head -c 32 /dev/urandom | base64'."));
}
