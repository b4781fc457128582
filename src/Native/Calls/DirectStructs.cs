namespace ActorFfi;

/// <summary>What a direct stub knows of the structs that it takes: the type of each parameter.</summary>
internal sealed class DirectStructs(NativeType[] types)
{
    /// <summary>The address of a struct of the right type with memory of its own; 0 for everything else.</summary>
    public nint AddressOf(object? source, int parameter) =>
        source is NativeStruct value && types[parameter].IsSameAs(value.Type) ? value.OwnAddress : 0;
}
