using System.Text;
using Microsoft.Extensions.Configuration;

namespace ActorFfi.Actors.Tests.Configuration;

/// <summary>Configurations written as JSON, and what becomes of them.</summary>
internal static class SettingsText
{
    /// <summary>The section of a configuration.</summary>
    public static IConfigurationSection Section(string json) => new ConfigurationBuilder()
        .AddJsonStream(new MemoryStream(Encoding.UTF8.GetBytes(json)))
        .Build()
        .GetSection(ActorFfiOptions.SectionName);

    /// <summary>The section with one library 'lib' that has these members.</summary>
    public static IConfigurationSection Library(string members) => Section($$"""{ "ActorFfi": { "Libraries": { "lib": { {{members}} } } } }""");

    /// <summary>The section with one library 'lib' that has these symbols.</summary>
    public static IConfigurationSection Symbols(string symbols) => Library($"\"Path\": \"lib.so\", \"Symbols\": {symbols}");

    public static RuntimeDefinition Resolve(IConfiguration section) => new FfiRuntimeBuilder().AddConfiguration(section).Build();

    public static RuntimeDefinition Resolve(Action<FfiRuntimeBuilder> configure)
    {
        FfiRuntimeBuilder builder = new();
        configure(builder);
        return builder.Build();
    }

    /// <summary>The only fault of a configuration.</summary>
    public static OptionsFault FaultOf(IConfiguration section) => Assert.Single(FaultsOf(section));

    public static IReadOnlyList<OptionsFault> FaultsOf(IConfiguration section) => Assert.Throws<OptionsException>(() => Resolve(section)).Faults;

    /// <summary>The only symbol of a definition.</summary>
    public static SymbolDefinition Only(this RuntimeDefinition definition) => Assert.Single(Assert.Single(definition.Libraries).Symbols);
}
