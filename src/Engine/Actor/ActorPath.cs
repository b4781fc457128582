namespace Akka.Actor;

/// <summary>Where an actor stands in the hierarchy: <c>akka://system/user/parent/child</c>. Equality leaves the incarnation out.</summary>
internal sealed class ActorPath : IEquatable<ActorPath>
{
    private const string ValidSymbols = "\"-_.*$+:@&=,!~';()";

    public const string ValidActorNameDescription =
        $"Actor paths MUST: not start with `$`, not be empty, and only contain ASCII letters, digits, %XX escapes and these: `{ValidSymbols}`";

    private readonly string _text;

    /// <summary>The root of a system.</summary>
    public ActorPath(string systemName)
    {
        Name = "/";
        _text = $"akka://{systemName}/";
    }

    private ActorPath(ActorPath parent, string name, long uid)
    {
        Parent = parent;
        Name = name;
        Uid = uid;
        _text = parent.Parent is null ? parent._text + name : $"{parent._text}/{name}";
    }

    public string Name { get; init; }

    /// <summary>Null for the root.</summary>
    public ActorPath? Parent { get; }

    /// <summary>The incarnation: two actors that had the same path one after the other differ in it.</summary>
    public long Uid { get; }

    public IReadOnlyList<string> Elements => Parent is null ? [] : [.. Parent.Elements, Name];

    public static ActorPath operator /(ActorPath path, string name) => path.Child(name);

    public static bool operator ==(ActorPath? left, ActorPath? right) => Equals(left, right);

    public static bool operator !=(ActorPath? left, ActorPath? right) => !Equals(left, right);

    public ActorPath Child(string childName) => new(this, childName, 0);

    internal ActorPath Child(string childName, long uid) => new(this, childName, uid);

    /// <summary>Whether an actor may have this name: RFC 2396 characters or <c>%</c> escapes, and no <c>$</c> in front, which generated names have.</summary>
    public static bool IsValidPathElement(string name)
    {
        if (name.Length == 0 || name[0] == '$')
        {
            return false;
        }

        for (int i = 0; i < name.Length; i++)
        {
            if (IsEscape(name, i))
            {
                i += 2;
            }
            else if (!char.IsAsciiLetterOrDigit(name[i]) && !ValidSymbols.Contains(name[i]))
            {
                return false;
            }
        }

        return true;
    }

    public bool Equals(ActorPath? other) => other is not null && string.Equals(_text, other._text, StringComparison.Ordinal);

    public override bool Equals(object? obj) => Equals(obj as ActorPath);

    public override int GetHashCode() => _text.GetHashCode(StringComparison.Ordinal);

    public override string ToString() => _text;

    public string ToStringWithoutAddress() => "/" + string.Join('/', Elements);

    private static bool IsEscape(string name, int at) =>
        name[at] == '%' && at + 2 < name.Length && char.IsAsciiHexDigit(name[at + 1]) && char.IsAsciiHexDigit(name[at + 2]);
}
