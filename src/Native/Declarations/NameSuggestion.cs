namespace ActorFfi;

/// <summary>The known name that a wrong one was probably meant to be.</summary>
internal static class NameSuggestion
{
    private const int LongestName = 64;

    /// <summary>"Did you mean 'x'?", or null where nothing known is near.</summary>
    public static string? For(string wrong, IEnumerable<string> known)
    {
        int furthest = Math.Clamp(wrong.Length / 2, 0, 2);
        (string Name, int Distance) nearest = known
            .Where(name => Math.Abs(name.Length - wrong.Length) <= furthest && name.Length <= LongestName)
            .Select(name => (Name: name, Distance: Distance(wrong, name)))
            .OrderBy(pair => pair.Distance)
            .ThenBy(pair => pair.Name, StringComparer.Ordinal)
            .FirstOrDefault();
        return nearest.Name is not null && nearest.Distance <= furthest ? $"Did you mean '{nearest.Name}'?" : null;
    }

    // Insertions, deletions, replacements and swaps of neighbours each count one.
    private static int Distance(string a, string b)
    {
        int[,] cost = new int[a.Length + 1, b.Length + 1];
        for (int i = 0; i <= a.Length; i++)
        {
            for (int j = 0; j <= b.Length; j++)
            {
                cost[i, j] = i == 0 || j == 0 ? i + j : Step(a, b, i, j, cost);
            }
        }

        return cost[a.Length, b.Length];
    }

    private static int Step(string a, string b, int i, int j, int[,] cost)
    {
        int replaced = cost[i - 1, j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1);
        int step = Math.Min(replaced, Math.Min(cost[i - 1, j], cost[i, j - 1]) + 1);
        bool swapped = i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1];
        return swapped ? Math.Min(step, cost[i - 2, j - 2] + 1) : step;
    }
}
