using System.Collections.Immutable;

namespace ActorFfi;

/// <summary>Reads where tokens come from: <c>"operator": { "File": "/etc/actorffi/operator.token", "Scopes": "read call admin" }</c>.</summary>
internal static class TokenSourceReader
{
    private const string Scopes = "Scopes";
    private static readonly string[] _members = [nameof(TokenSource.File), nameof(TokenSource.Environment), Scopes];

    /// <exception cref="HostSettingException">A setting is unknown or wrong.</exception>
    public static ImmutableArray<TokenSource> Read(IConfigurationSection section)
    {
        if (!string.IsNullOrEmpty(section.Value))
        {
            throw new HostSettingException(section.Path, "it is a text, and tokens are not written into configurations. Give an object that says for each name where its token is: { \"operator\": { \"File\": \"…\", \"Scopes\": \"read call admin\" } }.");
        }

        TokenSource[] sources = [.. section.GetChildren().Select(Of)];
        return sources.Length == 0 ? [] : [.. sources];
    }

    private static TokenSource Of(IConfigurationSection section)
    {
        if (section.GetChildren().FirstOrDefault(member => !_members.Contains(member.Key, StringComparer.OrdinalIgnoreCase)) is { } unknown)
        {
            throw new HostSettingException(unknown.Path, $"this setting does not exist. There are: {string.Join(", ", _members)}. Tokens themselves are not written into configurations.");
        }

        string? file = section[nameof(TokenSource.File)];
        string? variable = section[nameof(TokenSource.Environment)];
        return string.IsNullOrWhiteSpace(file) == string.IsNullOrWhiteSpace(variable)
            ? throw new HostSettingException(section.Path, $"it does not say where the token is. Give either '{nameof(TokenSource.File)}' or '{nameof(TokenSource.Environment)}', the name of a variable.")
            : new TokenSource(section.Key, file, variable, ScopesOf(section.GetSection(Scopes)));
    }

    private static AccessScope ScopesOf(IConfigurationSection section)
    {
        string text = string.Join(' ', section.GetChildren().Select(item => item.Value).Prepend(section.Value));
        AccessScope scopes = AccessScope.None;
        foreach (string word in text.Split([' ', ','], StringSplitOptions.RemoveEmptyEntries))
        {
            scopes |= word.ToLowerInvariant() switch
            {
                "read" => AccessScope.Read,
                "call" => AccessScope.Call,
                "admin" => AccessScope.Admin,
                _ => throw new HostSettingException(section.Path, $"'{word}' is no scope. There are: read, call, admin."),
            };
        }

        return scopes == AccessScope.None
            ? throw new HostSettingException(section.Path, "it is missing, so the token would allow nothing. Give at least one of: read, call, admin.")
            : scopes;
    }
}
