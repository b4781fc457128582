using System.Collections.Immutable;

namespace ActorFfi;

/// <summary>Declarations of functions as C spells them.</summary>
public static class CPrototype
{
    /// <summary>Reads a prototype: <c>unsigned long crc32(unsigned long crc, const unsigned char buf[len], unsigned int len);</c></summary>
    /// <param name="text">One prototype. Names of parameters, <c>extern</c> and the semicolon are optional; the bounds of arrays may name parameters in any order.</param>
    /// <param name="types">The types that the prototype may name; null for <see cref="TypeScope.Default"/>.</param>
    /// <returns>The declaration, under the name of the function.</returns>
    /// <exception cref="DeclarationException">The text is wrong, or declares what is not supported yet.</exception>
    public static SymbolDeclaration Parse(string text, TypeScope? types = null)
    {
        ArgumentNullException.ThrowIfNull(text);
        CTokenReader reader = new(text);
        reader.Accept("extern");
        CTypeParser parser = new(reader, types ?? TypeScope.Default);
        CDeclarator declarator = parser.ParseDeclarator(parser.ParseSpecifiers());
        CFunction function = ExpectFunction(reader, declarator);
        reader.Accept(";");
        reader.ExpectEnd();
        return new SymbolDeclaration(declarator.Name.Text, declarator.Name.Text, Lower(reader, function));
    }

    private static CFunction ExpectFunction(CTokenReader reader, CDeclarator declarator)
    {
        if (declarator.IsAbstract)
        {
            throw reader.Fail("the name of a function");
        }

        return declarator.Type as CFunction
            ?? throw (CSupport.LeadsToFunction(declarator.Type)
                ? reader.NotSupported(declarator.Name, "Variables that point to functions", declarator.Name.Text)
                : reader.Fail("'(' and the parameters of a function"));
    }

    private static NativeSignature Lower(CTokenReader reader, CFunction function)
    {
        CSupport.RefuseFunctions(reader, function.Result);
        CSupport.RefuseOpenBounds(reader, function.Result);
        foreach (CParameter parameter in function.Parameters)
        {
            reader.Parameter = parameter.Name;
            CSupport.RefuseFunctions(reader, parameter.Type);
            CSupport.RefuseOpenBounds(reader, parameter.Type is CArray array ? array.Innermost() : parameter.Type);
        }

        reader.Parameter = null;
        string[] names = [.. function.Parameters.Select(parameter => parameter.Name)];
        NativeType[] types = [.. function.Parameters.Select(parameter => CTypeLowering.LowerParameter(parameter.Type))];
        ExtentResolver extents = new(reader, names, types);
        return new NativeSignature(
            [.. function.Parameters.Select((parameter, i) => new NativeParameter(names[i], types[i], ExtentOf(extents, parameter, i)))],
            CTypeLowering.Lower(function.Result));
    }

    // An array of arrays is one run of elements: float m[rows][4] has rows * 4 of them.
    private static Extent? ExtentOf(ExtentResolver extents, CParameter parameter, int index)
    {
        ImmutableArray<CFactor> bound = [];
        CType element = parameter.Type;
        for (; element is CArray array; element = array.Element)
        {
            if (array.Bound.IsEmpty)
            {
                return null;
            }

            bound = bound.AddRange(array.Bound);
        }

        return bound.IsEmpty ? null : extents.Resolve(index, bound, Math.Max(1, CTypeLowering.Lower(element).Size));
    }
}
