using ActorFfi.Tests.Generated;

namespace ActorFfi.Native.Tests.Generated;

/// <summary>Calls generated functions on this thread.</summary>
internal sealed class GeneratedDoor
{
    private readonly Dictionary<string, NativeFunction> _functions;

    public GeneratedDoor(GeneratedLibrary library)
    {
        TypeScope types = TypeScope.Parse(library.Definitions);
        SymbolDeclaration[] declarations = [.. library.Prototypes.Select(prototype => CPrototype.Parse(prototype, types))];
        LoadedLibrary loaded = LoadedLibrary.Open("generated", [library.Path], declarations);
        LibraryGeneration generation = new("generated", 1);
        _functions = declarations.ToDictionary(
            declaration => declaration.Name,
            declaration => new NativeFunction(new CallPlan("generated", declaration), loaded.AddressOf(declaration.Name), generation),
            StringComparer.Ordinal);
    }

    /// <summary>Calls a function some times, and has it call back as often.</summary>
    public void Check(GeneratedLibrary library, GeneratedFunction function, Random random, int calls)
    {
        for (int call = 0; call < calls; call++)
        {
            Run(library.Call(function, random));
            if (function.CanCallBack)
            {
                Run(library.CallBack(function, random));
            }
        }
    }

    private void Run(GeneratedExchange exchange) => exchange.Check(_functions[exchange.Symbol].Invoke(exchange.Arguments, out _));
}
