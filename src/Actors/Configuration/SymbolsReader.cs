using Microsoft.Extensions.Configuration;

namespace ActorFfi;

/// <summary>Reads the symbols of a library: a map from names to declarations, or an array of declarations.</summary>
internal sealed class SymbolsReader(OptionsReader reader)
{
    /// <summary>Reads a section and adds its symbols in the order of the section.</summary>
    public void Read(IConfigurationSection section, IList<SymbolOptions> symbols)
    {
        IConfigurationSection[] children = [.. section.GetChildren()];
        if (!string.IsNullOrEmpty(section.Value))
        {
            reader.Fail(section, $"'{section.Value}' is a text. Give a map from names to declarations, or an array of declarations.");
        }

        bool isArray = children.Length > 0 && children.All(child => ShapeNode.IndexOf(child) is not null);
        foreach (IConfigurationSection child in isArray ? children.OrderBy(ShapeNode.IndexOf) : children.AsEnumerable())
        {
            symbols.Add(isArray ? ReadItem(child) : ReadNamed(child));
        }
    }

    private SymbolOptions ReadNamed(IConfigurationSection section)
    {
        IConfigurationSection alias = section.GetSection(nameof(SymbolOptions.Alias));
        if (alias.Value is not null)
        {
            reader.Fail(alias, $"the symbol has a name already: its key '{section.Key}'. Remove this one, or give the symbols as an array.");
        }

        SymbolOptions symbol = ReadItem(section);
        symbol.Alias = section.Key;
        return symbol;
    }

    private SymbolOptions ReadItem(IConfigurationSection section)
    {
        SymbolOptions symbol = new() { Origin = section.Path };
        bool hasSettings = section.GetChildren().Any();
        if (hasSettings && !string.IsNullOrEmpty(section.Value))
        {
            reader.Fail(section, $"a prototype ('{section.Value}') and settings have the same key. Names that differ only in case are one in a configuration: give the symbols as an array, and the settings beside \"Declaration\".");
        }
        else if (hasSettings)
        {
            reader.Read(section, symbol);
        }
        else if (!string.IsNullOrWhiteSpace(section.Value))
        {
            symbol.Declaration = section.Value;
        }
        else
        {
            reader.Fail(section, "nothing is declared. Give a C prototype, or an object with \"Declaration\" or with \"Parameters\" and \"Result\".");
        }

        return symbol;
    }
}
