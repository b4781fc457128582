namespace ActorFfi;

/// <summary>Holds two types against each other that were declared apart.</summary>
internal static class NativeTypeComparison
{
    public static bool AreSame(NativeType one, NativeType other)
    {
        if (one.Kind != other.Kind || one.Size != other.Size || one.Alignment != other.Alignment || one.Length != other.Length || one.IsOpaque != other.IsOpaque)
        {
            return false;
        }

        return one.Kind switch
        {
            NativeTypeKind.Array => AreSame(one.Element!, other.Element!),
            NativeTypeKind.Struct or NativeTypeKind.Union => AreSameRecords(one, other),
            _ => true,
        };
    }

    private static bool AreSameRecords(NativeType one, NativeType other) =>
        (one.Definition is { } definition && ReferenceEquals(definition, other.Definition))
        || (one.Fields.Length == other.Fields.Length && one.Fields.Zip(other.Fields).All(pair => AreSameFields(pair.First, pair.Second)));

    private static bool AreSameFields(NativeField one, NativeField other) =>
        (one.Name, one.Offset, one.BitOffset, one.BitWidth) == (other.Name, other.Offset, other.BitOffset, other.BitWidth) && AreSame(one.Type, other.Type);
}
