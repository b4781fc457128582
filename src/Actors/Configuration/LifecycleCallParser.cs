using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace ActorFfi;

/// <summary>Reads the calls of <c>OnStart</c> and <c>OnStop</c>: <c>name</c>, or <c>name(1, 0x10, 0.5, "text", true, null)</c>.</summary>
internal static partial class LifecycleCallParser
{
    /// <summary>Parses one call; the message of the <see cref="FormatException"/> says what is allowed.</summary>
    public static LifecycleCall Parse(string text)
    {
        Match call = Call().Match(text);
        if (!call.Success)
        {
            throw Wrong(text);
        }

        string list = call.Groups["list"].Value;
        ImmutableArray<NativeArgument>.Builder arguments = ImmutableArray.CreateBuilder<NativeArgument>();
        int next = 0;
        while (!string.IsNullOrWhiteSpace(list) && next <= list.Length)
        {
            Match argument = Argument().Match(list, next);
            if (!argument.Success)
            {
                throw Wrong(text);
            }

            arguments.Add(ValueOf(argument.Groups["value"].Value, text));
            next = argument.Index + argument.Length;
            if (next == list.Length && !argument.Value.EndsWith(','))
            {
                break;
            }
        }

        return new LifecycleCall(call.Groups["name"].Value, arguments.ToImmutable());
    }

    private static NativeArgument ValueOf(string value, string text)
    {
        if (value.StartsWith('"'))
        {
            return JsonSerializer.Deserialize<string>(value);
        }

        return value switch
        {
            "null" => NativeArgument.Null,
            "true" => true,
            "false" => false,
            _ when value.StartsWith("0x", StringComparison.OrdinalIgnoreCase) && ulong.TryParse(value.AsSpan(2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out ulong hex) => hex,
            _ when long.TryParse(value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long signed) => signed,
            _ when ulong.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out ulong unsigned) => unsigned,
            _ when double.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out double real) => real,
            _ => throw Wrong(text),
        };
    }

    private static FormatException Wrong(string text) =>
        new($"'{text}' is not a call. Write the name of a declared symbol, with constants as arguments: 'init' or 'init(3, 0.5, \"name\", true, null)'.");

    [GeneratedRegex(@"^\s*(?<name>[^\s(]+)\s*(\((?<list>.*)\))?\s*$", RegexOptions.Singleline | RegexOptions.CultureInvariant)]
    private static partial Regex Call();

    [GeneratedRegex(@"\G\s*(?<value>""([^""\\]|\\.)*""|[-+.0-9A-Za-z]+)\s*(,|$)", RegexOptions.CultureInvariant)]
    private static partial Regex Argument();
}
