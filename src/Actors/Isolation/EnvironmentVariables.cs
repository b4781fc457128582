using System.Collections.Immutable;

namespace ActorFfi;

/// <summary>The environment of guests as declared: <c>NAME=value</c>, or <c>NAME</c> for the value that the service has.</summary>
internal static class EnvironmentVariables
{
    /// <summary>Whether a text declares a variable.</summary>
    public static bool IsVariable(string text) => text.Length > 0 && text[0] != '=' && !text.Contains('\0', StringComparison.Ordinal);

    /// <summary>Resolves what is declared; a name that the service has no value for is left out, and the last of several counts.</summary>
    public static ImmutableDictionary<string, string> Resolve(IEnumerable<string> declared, Func<string, string?> valueOf)
    {
        ImmutableDictionary<string, string>.Builder variables = ImmutableDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);
        foreach (string text in declared)
        {
            int end = text.IndexOf('=', StringComparison.Ordinal);
            string name = end < 0 ? text : text[..end];
            if ((end < 0 ? valueOf(name) : text[(end + 1)..]) is { } value)
            {
                variables[name] = value;
            }
        }

        return variables.ToImmutable();
    }
}
