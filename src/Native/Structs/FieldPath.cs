namespace ActorFfi;

/// <summary>Where a path such as <c>a.b[2].c</c> leads to, from the start of a struct.</summary>
internal sealed class FieldPath
{
    public FieldPath(string path, NativeType type, int offset, NativeField? bits = null)
    {
        Path = path;
        Type = type;
        Offset = offset;
        BitOffset = bits?.BitOffset ?? 0;
        BitWidth = bits?.BitWidth ?? 0;
        Plan = new ParameterPlan(new NativeParameter(path, type));
    }

    public string Path { get; }

    public NativeType Type { get; }

    public int Offset { get; }

    public int BitOffset { get; }

    public int BitWidth { get; }

    /// <summary>Turns arguments into the bits of the member.</summary>
    public ParameterPlan Plan { get; }

    /// <summary>The number of bytes that the member touches.</summary>
    public int Bytes => BitWidth == 0 ? Type.Size : (BitOffset + BitWidth + 7) / 8;
}
