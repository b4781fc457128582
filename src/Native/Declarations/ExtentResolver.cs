using System.Collections.Immutable;
using System.Numerics;

namespace ActorFfi;

/// <summary>Finds the parameters that the bounds of arrays name.</summary>
internal sealed class ExtentResolver(CTokenReader reader, IReadOnlyList<string> names, IReadOnlyList<NativeType> types)
{
    /// <summary>The extent of parameter <paramref name="index"/>.</summary>
    /// <param name="index">The parameter that the bound belongs to.</param>
    /// <param name="bound">The bound; not empty.</param>
    /// <param name="elementSize">The size of one element in bytes.</param>
    public Extent Resolve(int index, ImmutableArray<CFactor> bound, int elementSize)
    {
        reader.Parameter = names[index];
        BigInteger constantPart = elementSize;
        ImmutableArray<ExtentFactor>.Builder factors = ImmutableArray.CreateBuilder<ExtentFactor>(bound.Length);
        foreach (CFactor factor in bound)
        {
            factors.Add(Resolve(index, factor));
            constantPart *= factor.Constant?.Value ?? 1;
            if (constantPart > long.MaxValue)
            {
                throw reader.FailFor(factor.Place, factor.ToString(), "an array of at most 9223372036854775807 bytes");
            }
        }

        reader.Parameter = null;
        return new Extent(factors.MoveToImmutable(), elementSize);
    }

    private ExtentFactor Resolve(int index, CFactor factor)
    {
        if (factor.Constant is { } constant)
        {
            return new ExtentFactor((long)constant.Value);
        }

        int named = IndexOf(factor.Place.Text);
        if (named < 0)
        {
            throw reader.Fail(factor.Place, "the name of a parameter", NameSuggestion.For(factor.Place.Text, names));
        }

        NativeType type = types[named];
        bool isRight = factor.Indirect
            ? named != index && type is { Kind: NativeTypeKind.Pointer, Element.IsInteger: true }
            : type.IsInteger;
        return isRight
            ? new ExtentFactor(0, named, factor.Indirect)
            : throw reader.Fail(
                factor.Place,
                factor.Indirect ? "another parameter that points to an integer" : "a parameter that is an integer",
                Explain(factor.Place.Text, type, factor.Indirect));
    }

    private static string Explain(string name, NativeType type, bool indirect) =>
        $"'{name}' is {type.Spelling}." + (!indirect && type.Element is { IsInteger: true } ? $" Write '*{name}' for the number it points to." : "");

    private int IndexOf(string name)
    {
        for (int i = 0; i < names.Count; i++)
        {
            if (names[i] == name)
            {
                return i;
            }
        }

        return -1;
    }
}
