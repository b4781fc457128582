namespace ActorFfi;

/// <summary>A member of a struct or union and where it lies.</summary>
public sealed class NativeField
{
    internal NativeField(string name, NativeType type, FieldPlace place)
    {
        Name = name;
        Type = type;
        Offset = (int)place.Offset;
        BitOffset = place.BitOffset;
        BitWidth = place.BitWidth;
    }

    /// <summary>The name; empty for an anonymous struct or union, whose members count as members of the one around it.</summary>
    public string Name { get; }

    /// <summary>The type.</summary>
    public NativeType Type { get; }

    /// <summary>Where it starts, in bytes; of a bit-field, the byte that holds its first bit.</summary>
    public int Offset { get; }

    /// <summary>The first bit of a bit-field in that byte, from the least significant one.</summary>
    public int BitOffset { get; }

    /// <summary>The number of bits of a bit-field; 0 for everything else.</summary>
    public int BitWidth { get; }

    /// <inheritdoc/>
    public override string ToString() => BitWidth == 0 ? $"{Type} {Name}" : $"{Type} {Name} : {BitWidth}";
}
