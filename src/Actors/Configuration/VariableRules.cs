namespace ActorFfi;

/// <summary>Refuses settings of calls on a symbol that is a variable.</summary>
internal sealed class VariableRules(SymbolOptions options, string path, OptionsFaults faults)
{
    public void Check()
    {
        Refuse(nameof(SymbolOptions.Fails), options.Fails is not null);
        Refuse(nameof(SymbolOptions.Fatal), options.Fatal is not null);
        Refuse(nameof(SymbolOptions.Frees), options.Frees is not null);
        Refuse(nameof(SymbolOptions.Key), options.Key is not null);
        Refuse(nameof(SymbolOptions.Kept), options.Kept.Count > 0);
        Refuse(nameof(SymbolOptions.Releases), options.Releases.Count > 0);
        Refuse(nameof(SymbolOptions.Nonblocking), options.Nonblocking is not null);
        Refuse(nameof(SymbolOptions.Leaf), options.Leaf);
        Refuse(nameof(SymbolOptions.Concurrency), options.Concurrency is not null);
    }

    private void Refuse(string setting, bool isSet)
    {
        if (isSet)
        {
            faults.Add($"{path}:{setting}", "the symbol is a variable, which is not called. Remove this setting.");
        }
    }
}
