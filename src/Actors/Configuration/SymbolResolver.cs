using System.Text.Json.Nodes;

namespace ActorFfi;

/// <summary>Resolves the symbols of one library.</summary>
internal sealed class SymbolResolver(string library, LibraryOptions defaults, TypeScope types, OptionsFaults faults)
{
    /// <summary>Resolves a symbol; null where it cannot be declared, which is noted.</summary>
    /// <param name="options">The symbol.</param>
    /// <param name="path">Where it stands, for messages.</param>
    public SymbolDefinition? Resolve(SymbolOptions options, string path)
    {
        OptionsValidation.Check(options, path, faults);
        if (Declare(options, path) is not { } declared)
        {
            return null;
        }

        OptionsValidation.CheckName(declared.Name, path, faults);
        if (declared.Variable is not null)
        {
            new VariableRules(options, path, faults).Check();
            return new SymbolDefinition(declared with { IsOptional = options.Optional }, SymbolSettings.Of(options, defaults), Concurrency: null, Fails: null, Frees: null, options.Unchecked);
        }

        CheckRelease(options, declared.Signature.Result, path);
        SymbolSettings settings = SymbolSettings.Of(options, defaults);
        FailureRule? fails = ParseRule(options.Fails, declared, $"{path}:{nameof(SymbolOptions.Fails)}");
        FailureRule? fatal = ParseRule(options.Fatal, declared, $"{path}:{nameof(SymbolOptions.Fatal)}");
        SymbolDeclaration declaration = declared with
        {
            IsOptional = options.Optional,
            Nonblocking = options.Nonblocking,
            IsLeaf = options.Leaf,
            CapturesErrno = settings.Errno || fails is { NeedsErrno: true } || fatal is { NeedsErrno: true },
        };
        return new SymbolDefinition(declaration, settings, options.Concurrency, fails, options.Frees, options.Unchecked)
        {
            Fatal = fatal,
            KeyIndex = ResolveKey(options, declaration, path),
            Kept = ResolvePointers(options.Kept, declaration, $"{path}:{nameof(SymbolOptions.Kept)}"),
            Releases = ResolveReleases(options, declaration, path),
        };
    }

    private ulong ResolveReleases(SymbolOptions options, SymbolDeclaration declaration, string path)
    {
        foreach (string both in options.Releases.Intersect(options.Kept))
        {
            faults.Add($"{path}:{nameof(SymbolOptions.Releases)}", $"'{both}' is in '{nameof(SymbolOptions.Kept)}' too, and one call cannot keep and release the same buffer. Keep one.");
        }

        return ResolvePointers(options.Releases, declaration, $"{path}:{nameof(SymbolOptions.Releases)}");
    }

    private ulong ResolvePointers(IEnumerable<string> names, SymbolDeclaration declaration, string path)
    {
        ulong bits = 0;
        foreach (string name in names)
        {
            int index = declaration.Signature.Parameters.Select(parameter => parameter.Name).ToList().IndexOf(name);
            if (index < 0)
            {
                faults.Add(path, $"'{name}' is no parameter of the function. {KnownParameters(declaration)}");
            }
            else if (!declaration.Signature.Parameters[index].Type.IsPointer)
            {
                faults.Add(path, $"'{name}' is no pointer but '{declaration.Signature.Parameters[index].Type}', and only memory can be kept. Name a parameter that is a pointer.");
            }
            else
            {
                bits |= 1UL << index;
            }
        }

        return bits;
    }

    private static string KnownParameters(SymbolDeclaration declaration) => declaration.Signature.Parameters.Length == 0
        ? "The function has none."
        : $"Its parameters are: {string.Join(", ", declaration.Signature.Parameters.Select(parameter => parameter.Name))}.";

    private int ResolveKey(SymbolOptions options, SymbolDeclaration declaration, string path)
    {
        string? key = options.Key ?? defaults.Key;
        string?[] names = [.. declaration.Signature.Parameters.Select(parameter => parameter.Name)];
        int index = key is null ? -1 : Array.IndexOf(names, key);
        if (options.Key is not null && index < 0)
        {
            faults.Add($"{path}:{nameof(SymbolOptions.Key)}", $"'{key}' is no parameter of the function. {KnownParameters(declaration)}");
        }

        return index;
    }

    private SymbolDeclaration? Declare(SymbolOptions options, string path)
    {
        bool isShape = options.Parameters is not null || options.Result is not null;
        if (options.Declaration is not null && (isShape || options.Type is not null))
        {
            faults.Add(path, $"the symbol is declared both by '{nameof(SymbolOptions.Declaration)}' and by {(isShape ? $"'{nameof(SymbolOptions.Parameters)}' or '{nameof(SymbolOptions.Result)}'" : $"'{nameof(SymbolOptions.Type)}'")}. Keep one.");
            return null;
        }

        if (options.Type is not null && isShape)
        {
            faults.Add(path, $"'{nameof(SymbolOptions.Type)}' declares a variable, but '{nameof(SymbolOptions.Parameters)}' or '{nameof(SymbolOptions.Result)}' a function. Keep one.");
            return null;
        }

        try
        {
            return options.Declaration is null ? DeclareShape(options, path) : DeclarePrototype(options, options.Declaration);
        }
        catch (DeclarationException wrong)
        {
            DeclarationException named = wrong.WithContext(library, options.Alias ?? options.Name ?? wrong.Symbol);
            faults.Add(options.Declaration is null ? path : $"{path}:{nameof(SymbolOptions.Declaration)}", named.Message, named);
            return null;
        }
    }

    private SymbolDeclaration DeclarePrototype(SymbolOptions options, string prototype)
    {
        SymbolDeclaration declaration = CPrototype.Parse(prototype, types);
        return declaration with { Name = options.Alias ?? declaration.Name, NativeName = options.Name ?? declaration.NativeName };
    }

    private SymbolDeclaration? DeclareShape(SymbolOptions options, string path)
    {
        if ((options.Alias ?? options.Name) is not { Length: > 0 } name)
        {
            faults.Add(path, $"nothing is declared. Give a C prototype in '{nameof(SymbolOptions.Declaration)}', or '{nameof(SymbolOptions.Name)}' with '{nameof(SymbolOptions.Parameters)}' and '{nameof(SymbolOptions.Result)}'.");
            return null;
        }

        if (options.Type is not null)
        {
            JsonObject variable = new() { ["type"] = options.Type.DeepClone(), ["const"] = options.Const };
            return DenoShape.Parse(name, variable, types) with { NativeName = options.Name ?? name };
        }

        if (options.Parameters is null && options.Result is null)
        {
            faults.Add(path, $"the symbol has no declaration. Give a C prototype in '{nameof(SymbolOptions.Declaration)}', or '{nameof(SymbolOptions.Parameters)}' (an empty array for none) and '{nameof(SymbolOptions.Result)}', or '{nameof(SymbolOptions.Type)}' for a variable.");
            return null;
        }

        JsonObject shape = new() { ["parameters"] = (options.Parameters ?? []).DeepClone(), ["result"] = options.Result?.DeepClone() ?? "void" };
        return DenoShape.Parse(name, shape, types) with { NativeName = options.Name ?? name };
    }

    private FailureRule? ParseRule(string? rule, SymbolDeclaration declaration, string path)
    {
        try
        {
            return rule is null ? null : FailureRuleParser.Parse(rule, declaration.Signature.Result);
        }
        catch (FormatException wrong)
        {
            faults.Add(path, wrong.Message, wrong);
            return null;
        }
    }

    private void CheckRelease(SymbolOptions options, NativeType result, string path)
    {
        bool isText = result.Kind == NativeTypeKind.CString || result is { Kind: NativeTypeKind.Pointer, Element.Size: 1, Element.IsInteger: true };
        if (options.Frees is not null && !isText)
        {
            faults.Add($"{path}:{nameof(SymbolOptions.Frees)}", $"'{options.Frees}' releases a text after it was copied, but the result is '{result}'. Declare the result as 'char *' or 'const char *', or remove this setting.");
        }
    }
}
