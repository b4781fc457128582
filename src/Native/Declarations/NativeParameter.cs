namespace ActorFfi;

/// <summary>One parameter of a function as declared.</summary>
public sealed class NativeParameter
{
    internal NativeParameter(string name, NativeType type, Extent? extent = null)
    {
        Name = name;
        Type = type;
        Extent = extent;
    }

    /// <summary>The declared name, or <c>arg0</c>, <c>arg1</c>… where the declaration gives none.</summary>
    public string Name { get; }

    /// <summary>The type of the argument.</summary>
    public NativeType Type { get; }

    /// <summary>How much memory native code touches behind this pointer; null where the declaration does not say.</summary>
    public Extent? Extent { get; }

    /// <summary>Whether native code may write behind this pointer.</summary>
    public bool IsWritable => Type.Kind is NativeTypeKind.Pointer or NativeTypeKind.CString && !Type.IsConst;
}
