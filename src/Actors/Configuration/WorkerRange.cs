using System.Globalization;

namespace ActorFfi;

/// <summary>How many workers serve a symbol. A number alone is the most; the fewest are none then.</summary>
/// <param name="Min">How many are kept when there is nothing to do; at least 0.</param>
/// <param name="Max">How many nonblocking calls run at once; at least 1, and not less than <paramref name="Min"/>.</param>
public readonly record struct WorkerRange(int Min, int Max)
{
    /// <summary>What is allowed, in words.</summary>
    internal const string Allowed = "a whole number of at least 1, or an object with 'Min' of at least 0 and 'Max' of at least 1 and 'Min'";

    /// <summary>Whether there can be so many.</summary>
    internal bool IsAllowed => Min >= 0 && Max >= 1 && Max >= Min;

    /// <summary>So many at most, and none when there is nothing to do.</summary>
    public static implicit operator WorkerRange(int max) => new(0, max);

    /// <summary>The number, or both.</summary>
    public override string ToString() => Min == 0
        ? Max.ToString(CultureInfo.InvariantCulture)
        : string.Create(CultureInfo.InvariantCulture, $"{Min} to {Max}");

    internal static bool TryParse(string text, out WorkerRange range)
    {
        bool isNumber = int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int max);
        range = max;
        return isNumber;
    }
}
