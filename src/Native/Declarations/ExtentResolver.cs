using System.Numerics;

namespace ActorFfi;

/// <summary>Finds the parameters that the bounds of arrays name.</summary>
internal sealed class ExtentResolver(CTokenReader reader, IReadOnlyList<string> names, IReadOnlyList<NativeType> types)
{
    /// <summary>The extent of parameter <paramref name="index"/>.</summary>
    /// <param name="index">The parameter that the bound belongs to.</param>
    /// <param name="bound">The bound.</param>
    /// <param name="elementSize">The size of one element in bytes.</param>
    public Extent Resolve(int index, CExpression bound, int elementSize)
    {
        reader.Parameter = names[index];
        RefuseTooLarge(bound, elementSize);
        ExtentExpression count = Resolve(index, bound);
        reader.Parameter = null;
        return new Extent(count, elementSize);
    }

    // What a product has in constants is known to be too much before any argument is.
    private BigInteger RefuseTooLarge(CExpression bound, BigInteger least)
    {
        if (bound.Left is not null)
        {
            return bound.Place.Is("*") ? RefuseTooLarge(bound.Right!, RefuseTooLarge(bound.Left, least)) : least;
        }

        BigInteger product = least * (bound.Constant?.Value ?? 1);
        return product <= long.MaxValue ? product : throw reader.FailFor(bound.Place, bound.ToString(), "an array of at most 9223372036854775807 bytes");
    }

    private ExtentExpression Resolve(int index, CExpression expression) => expression switch
    {
        { Constant: { } constant } => ExtentExpression.Of((long)constant.Value),
        { Left: { } left } => ExtentExpression.Of(expression.Place.Text, Resolve(index, left), Resolve(index, expression.Right!)),
        _ => ResolveName(index, expression),
    };

    private ExtentExpression ResolveName(int index, CExpression name)
    {
        int named = IndexOf(name.Place.Text);
        if (named < 0)
        {
            throw reader.Fail(name.Place, "the name of a parameter", NameSuggestion.For(name.Place.Text, names));
        }

        NativeType type = types[named];
        bool isRight = name.Indirect
            ? named != index && type is { Kind: NativeTypeKind.Pointer, Element.IsInteger: true }
            : type.IsInteger;
        return isRight
            ? ExtentExpression.Of(named, name.Indirect)
            : throw reader.Fail(
                name.Place,
                name.Indirect ? "another parameter that points to an integer" : "a parameter that is an integer",
                Explain(name.Place.Text, type, name.Indirect));
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
