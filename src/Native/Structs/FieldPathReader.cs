using System.Globalization;

namespace ActorFfi;

/// <summary>Follows a path such as <c>a.b[2].c</c> through the members of a struct.</summary>
internal static class FieldPathReader
{
    /// <exception cref="ArgumentException">There is no such member or element.</exception>
    public static FieldPath Read(NativeType root, string path)
    {
        NativeType type = root;
        NativeField? last = null;
        int offset = 0;
        for (int at = 0; at < path.Length;)
        {
            if (path[at] == '[')
            {
                offset += Element(root, path, ref type, ref at);
                last = null;
                continue;
            }

            at += at > 0 && path[at] == '.' ? 1 : 0;
            int end = path.AsSpan(at).IndexOfAny('.', '[');
            string name = path[at..(end < 0 ? path.Length : at + end)];
            (last, int start) = Find(type, name) ?? throw Unknown(root, path, type, name);
            offset += start;
            type = last.Type;
            at += name.Length;
        }

        return new FieldPath(path, type, offset, last);
    }

    /// <summary>The member of that name, with its offset; members of anonymous structs and unions included.</summary>
    public static (NativeField Field, int Offset)? Find(NativeType type, string name)
    {
        foreach (NativeField field in name.Length == 0 ? [] : type.Fields)
        {
            if (field.Name == name)
            {
                return (field, field.Offset);
            }

            if (field.Name.Length == 0 && Find(field.Type, name) is { } inner)
            {
                return (inner.Field, field.Offset + inner.Offset);
            }
        }

        return null;
    }

    private static int Element(NativeType root, string path, ref NativeType type, ref int at)
    {
        int close = path.IndexOf(']', at);
        ReadOnlySpan<char> digits = close < 0 ? [] : path.AsSpan(at + 1, close - at - 1);
        if (type.Kind != NativeTypeKind.Array || !int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out int index) || index >= type.Length)
        {
            string reason = type.Kind == NativeTypeKind.Array ? $"'{path[..at]}' has the elements 0 to {type.Length - 1}" : $"'{path[..at]}' is '{type}' and no array";
            throw new ArgumentException($"'{path}' is no member of '{root}': {reason}.", nameof(path));
        }

        at = close + 1;
        type = type.Element!;
        return index * type.Size;
    }

    private static ArgumentException Unknown(NativeType root, string path, NativeType type, string name)
    {
        string hint = NameSuggestion.For(name, Names(type)) ?? (type.Fields.IsEmpty ? "It has no members." : $"It has {string.Join(", ", Names(type).Take(12))}.");
        return new ArgumentException($"'{path}' is no member of '{root}': '{type}' has no '{name}'. {hint}", nameof(path));
    }

    private static IEnumerable<string> Names(NativeType type) =>
        type.Fields.SelectMany(field => field.Name.Length > 0 ? [field.Name] : Names(field.Type));
}
