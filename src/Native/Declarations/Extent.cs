using System.Collections.Immutable;

namespace ActorFfi;

/// <summary>The number of elements behind an array parameter, as a product of constants and other parameters.</summary>
/// <remarks><c>buf[len]</c>, <c>dest[*destLen]</c>, <c>pixels[width * height * 4]</c>.</remarks>
public sealed class Extent
{
    internal Extent(ImmutableArray<ExtentFactor> factors, int elementSize)
    {
        Factors = factors;
        ElementSize = elementSize;
    }

    /// <summary>The factors of the product; at least one.</summary>
    public ImmutableArray<ExtentFactor> Factors { get; }

    /// <summary>The size of one element in bytes; the extent in bytes is the product times this.</summary>
    public int ElementSize { get; }
}
