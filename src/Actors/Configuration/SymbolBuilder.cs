using System.Text.Json.Nodes;

namespace ActorFfi;

/// <summary>Declares one symbol in code; each method sets the option of its name.</summary>
public sealed class SymbolBuilder : ServingBuilder<SymbolBuilder>
{
    internal SymbolBuilder(SymbolOptions options)
        : base(options)
    {
        Options = options;
    }

    /// <summary>What has been declared so far.</summary>
    public SymbolOptions Options { get; }

    /// <inheritdoc cref="SymbolOptions.Alias"/>
    public SymbolBuilder Alias(string name) => Set(Options.Alias = name);

    /// <inheritdoc cref="SymbolOptions.Declaration"/>
    public SymbolBuilder Declaration(string prototype) => Set(Options.Declaration = prototype);

    /// <inheritdoc cref="SymbolOptions.Name"/>
    public SymbolBuilder Name(string exported) => Set(Options.Name = exported);

    /// <inheritdoc cref="SymbolOptions.Parameters"/>
    public SymbolBuilder Parameters(params ReadOnlySpan<JsonNode?> types) => Set(Options.Parameters = [.. types]);

    /// <inheritdoc cref="SymbolOptions.Result"/>
    public SymbolBuilder Result(JsonNode type) => Set(Options.Result = type);

    /// <inheritdoc cref="SymbolOptions.Type"/>
    public SymbolBuilder Type(JsonNode type) => Set(Options.Type = type);

    /// <inheritdoc cref="SymbolOptions.Const"/>
    public SymbolBuilder Const(bool isConst = true) => Set(Options.Const = isConst);

    /// <inheritdoc cref="SymbolOptions.Nonblocking"/>
    public SymbolBuilder Nonblocking(bool only = true) => Set(Options.Nonblocking = only);

    /// <inheritdoc cref="SymbolOptions.Optional"/>
    public SymbolBuilder Optional(bool isOptional = true) => Set(Options.Optional = isOptional);

    /// <inheritdoc cref="SymbolOptions.Fails"/>
    public SymbolBuilder Fails(string rule) => Set(Options.Fails = rule);

    /// <inheritdoc cref="SymbolOptions.Fatal"/>
    public SymbolBuilder Fatal(string rule) => Set(Options.Fatal = rule);

    /// <inheritdoc cref="SymbolOptions.Frees"/>
    public SymbolBuilder Frees(string function) => Set(Options.Frees = function);

    /// <inheritdoc cref="SymbolOptions.Unchecked"/>
    public SymbolBuilder Unchecked(bool isUnchecked = true) => Set(Options.Unchecked = isUnchecked);

    /// <inheritdoc cref="SymbolOptions.Leaf"/>
    public SymbolBuilder Leaf(bool isLeaf = true) => Set(Options.Leaf = isLeaf);

    /// <inheritdoc cref="SymbolOptions.Concurrency"/>
    public SymbolBuilder Concurrency(int calls) => Set(Options.Concurrency = calls);

    /// <inheritdoc cref="SymbolOptions.Key"/>
    public SymbolBuilder Key(string parameter) => Set(Options.Key = parameter);

    /// <inheritdoc cref="SymbolOptions.Kept"/>
    public SymbolBuilder Kept(params ReadOnlySpan<string> parameters) => Add(Options.Kept, parameters);

    /// <inheritdoc cref="SymbolOptions.Releases"/>
    public SymbolBuilder Releases(params ReadOnlySpan<string> parameters) => Add(Options.Releases, parameters);

    private SymbolBuilder Add(IList<string> list, ReadOnlySpan<string> names)
    {
        foreach (string name in names)
        {
            list.Add(name);
        }

        return this;
    }
}
