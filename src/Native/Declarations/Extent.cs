namespace ActorFfi;

/// <summary>The number of elements behind an array parameter, as an expression of constants and other parameters.</summary>
/// <remarks><c>buf[len]</c>, <c>dest[*destLen]</c>, <c>pixels[width * height * 4]</c>, <c>knots[count + 1]</c>.</remarks>
public sealed class Extent
{
    internal Extent(ExtentExpression count, int elementSize)
    {
        Count = count;
        ElementSize = elementSize;
    }

    /// <summary>The number of elements.</summary>
    public ExtentExpression Count { get; }

    /// <summary>The size of one element in bytes; the extent in bytes is the count times this.</summary>
    public int ElementSize { get; }
}
