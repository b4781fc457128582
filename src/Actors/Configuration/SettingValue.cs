using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace ActorFfi;

/// <summary>Reads the text of a setting as a value of its type.</summary>
internal static class SettingValue
{
    /// <summary>Reads a value; false where the text is not one of the type.</summary>
    public static bool TryRead(Type type, string text, [NotNullWhen(true)] out object? value)
    {
        value = Type.GetTypeCode(type) switch
        {
            _ when type.IsEnum => ReadEnum(type, text),
            _ when type == typeof(TimeSpan) => ReadTime(text),
            TypeCode.String => text.Length == 0 ? null : text,
            TypeCode.Boolean => bool.TryParse(text, out bool flag) ? flag : null,
            TypeCode.Double => double.TryParse(text, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out double number) ? number : null,
            _ when type == typeof(WorkerRange) => WorkerRange.TryParse(text, out WorkerRange range) ? range : null,
            TypeCode.Int64 => long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long count) ? count : null,
            TypeCode.Int32 => int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int number) ? number : null,
            _ => throw new NotSupportedException($"Settings of type {type} cannot be read. Teach {nameof(SettingValue)} how."),
        };
        return value is not null;
    }

    /// <summary>What values of a type look like.</summary>
    public static string Describe(Type type) => Type.GetTypeCode(type) switch
    {
        _ when type.IsEnum => $"one of {string.Join(", ", Enum.GetNames(type))}",
        _ when type == typeof(TimeSpan) => "a time, written hours:minutes:seconds",
        TypeCode.String => "a text that is not empty",
        TypeCode.Boolean => "true or false",
        TypeCode.Double => "a number",
        _ => "a whole number",
    };

    /// <summary>A sentence that names the value that was probably meant, or null.</summary>
    public static string? Suggest(Type type, string text) => type.IsEnum ? NameSuggestion.For(text, Enum.GetNames(type)) : null;

    // Not Enum.TryParse: it takes numbers and lists too.
    private static object? ReadEnum(Type type, string text)
    {
        string? name = Enum.GetNames(type).FirstOrDefault(name => name.Equals(text, StringComparison.OrdinalIgnoreCase));
        return name is null ? null : Enum.Parse(type, name);
    }

    // TimeSpan reads "5" as five days and "5:00" as five hours; nobody means that.
    private static object? ReadTime(string text) =>
        text.Count(':') == 2 && TimeSpan.TryParse(text, CultureInfo.InvariantCulture, out TimeSpan time) ? time : null;
}
