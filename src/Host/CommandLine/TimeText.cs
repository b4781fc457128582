using System.Globalization;

namespace ActorFfi;

/// <summary>Writes times for people, with two figures at least.</summary>
internal static class TimeText
{
    /// <summary>A time in seconds: <c>35 us</c>; a dash where there is none.</summary>
    public static string Of(double? seconds) => seconds switch
    {
        null => "-",
        >= 1 => Text(seconds.Value, "s"),
        >= 1e-3 => Text(seconds.Value * 1e3, "ms"),
        >= 1e-6 => Text(seconds.Value * 1e6, "us"),
        _ => Text(seconds.Value * 1e9, "ns"),
    };

    private static string Text(double value, string unit) =>
        string.Create(CultureInfo.InvariantCulture, $"{(value >= 10 ? value.ToString("F0", CultureInfo.InvariantCulture) : value.ToString("F1", CultureInfo.InvariantCulture))} {unit}");
}
