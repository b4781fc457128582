using System.Globalization;

namespace ActorFfi;

/// <summary>What <c>#pragma pack</c> says: the largest alignment that members of structs have by themselves.</summary>
internal sealed class CPackStack
{
    private readonly Stack<(string Name, int Pack)> _saved = new();

    /// <summary>The limit in bytes; 0 for none.</summary>
    public int Current { get; private set; }

    /// <summary>Obeys <c>pack(2)</c>, <c>pack(push, 1)</c>, <c>pack(pop)</c> and the like; other pragmas mean nothing to declarations.</summary>
    /// <exception cref="DeclarationException">The limit is none.</exception>
    public void Obey(CDirective directive)
    {
        string text = directive.Rest.Trim();
        if (!text.StartsWith("pack", StringComparison.Ordinal) || text[4..].Trim() is not ['(', .. var inner, ')'])
        {
            return;
        }

        string[] words = [.. inner.Split(',').Select(word => word.Trim()).Where(word => word.Length > 0)];
        bool isPush = words is ["push", ..];
        bool isPop = words is ["pop", ..];
        string? name = words.Skip(isPush || isPop ? 1 : 0).FirstOrDefault(word => !char.IsAsciiDigit(word[0]));
        if (isPush)
        {
            _saved.Push((name ?? "", Current));
        }
        else if (isPop)
        {
            Pop(name);
        }

        string? number = words.FirstOrDefault(word => char.IsAsciiDigit(word[0]));
        Current = number is not null ? Limit(directive, number) : words.Length == 0 ? 0 : Current;
    }

    private void Pop(string? name)
    {
        while (_saved.TryPop(out (string Name, int Pack) saved))
        {
            Current = saved.Pack;
            if (name is null || saved.Name == name)
            {
                return;
            }
        }
    }

    private static int Limit(CDirective directive, string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int limit) && limit is 0 or 1 or 2 or 4 or 8 or 16
            ? limit
            : throw new DeclarationException(directive.Place.Line, directive.Place.Column, "an alignment of 1, 2, 4, 8 or 16 bytes", text);
}
