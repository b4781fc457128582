namespace ActorFfi;

/// <summary>Holds two plans of one function against each other that were declared apart: whether arguments bound for one mean the same to the other.</summary>
/// <remarks>Names of parameters, typedefs and numbers do not matter, members, extents and const do: arguments were checked by them.</remarks>
internal static class FrameComparison
{
    public static bool AreSame(CallPlan one, CallPlan other)
    {
        NativeSignature mine = one.Declaration.Signature;
        NativeSignature others = other.Declaration.Signature;
        return (one.Kept, one.Releases, mine.IsVariadic, mine.Parameters.Length) == (other.Kept, other.Releases, others.IsVariadic, others.Parameters.Length)
            && AreSame(mine.Result, others.Result)
            && mine.Parameters.Zip(others.Parameters).All(static pair => AreSame(pair.First, pair.Second));
    }

    private static bool AreSame(NativeParameter one, NativeParameter other) => AreSame(one.Type, other.Type) && TextOf(one.Extent) == TextOf(other.Extent);

    // Structs are told apart by their names, too: nothing else is known of those that are only declared.
    private static bool AreSame(NativeType? one, NativeType? other)
    {
        if (one is null || other is null)
        {
            return one is null && other is null;
        }

        if (one.IsConst != other.IsConst || !one.IsSameAs(other) || (one.IsRecord && one.Spelling != other.Spelling))
        {
            return false;
        }

        return one.Signature is { } signature
            ? SignatureMatch.AreSame(signature, other.Signature!)
            : !one.IsPointer || AreSame(one.Element, other.Element);
    }

    private static string? TextOf(Extent? extent) => extent is null
        ? null
        : string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{extent.Count.ToText(static index => $"#{index}")} of {extent.ElementSize}");
}
