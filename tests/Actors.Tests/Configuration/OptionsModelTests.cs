using System.Reflection;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Configuration;

namespace ActorFfi.Actors.Tests.Configuration;

/// <summary>Code, configuration, schema and documentation are faces of one options model.</summary>
public sealed class OptionsModelTests
{
    private static readonly string[] _children = [nameof(ActorFfiOptions.Libraries), nameof(LibraryOptions.Symbols)];

    /// <summary>Every setting: the class, its name.</summary>
    public static TheoryData<Type, string> AllSettings()
    {
        TheoryData<Type, string> settings = [];
        foreach (Type options in new[] { typeof(ActorFfiOptions), typeof(LibraryOptions), typeof(SymbolOptions) })
        {
            foreach (string name in OptionsModel.SettingsOf(options).Values.Select(property => property.Name).Except(_children))
            {
                settings.Add(options, name);
            }
        }

        return settings;
    }

    [Theory]
    [MemberData(nameof(AllSettings))]
    public void Setting_HasAMethodOnItsBuilderThatSetsIt(Type options, string name)
    {
        object builder = BuilderFor(options);
        MethodInfo method = builder.GetType().GetMethods().SingleOrDefault(method => method.Name == name && method.GetParameters().Length == 1) ?? throw new InvalidOperationException($"The builder of {options.Name} has no method {name}.");
        object target = builder.GetType().GetProperty("Options")!.GetValue(builder)!;
        object? before = Shown(OptionsModel.SettingsOf(options)[name].GetValue(target));

        SpanFree(builder, method);

        Assert.NotEqual(before, Shown(OptionsModel.SettingsOf(options)[name].GetValue(target)));
    }

    [Theory]
    [MemberData(nameof(AllSettings))]
    public void Setting_IsKnownToTheReader(Type options, string name)
    {
        PropertyInfo setting = OptionsModel.SettingsOf(options)[name];
        OptionsFaults faults = new();
        OptionsReader reader = new(faults);
        ActorFfiOptions root = new();
        string value = TextFor(OptionsModel.TypeOf(setting));
        reader.Read(Sample(options, name, value), root);

        faults.ThrowIfAny();
        Assert.NotEqual(Shown(setting.GetValue(Find(new ActorFfiOptions(), options) ?? Activator.CreateInstance(options)!)), Shown(setting.GetValue(Find(root, options)!)));
    }

    [Fact]
    public void Defaults_AreSaidForEverySettingThatALibraryGivesItsSymbols()
    {
        Assert.All(OptionsModel.SettingsOf(typeof(ServingOptions)).Values, setting => Assert.NotNull(setting.GetValue(ServingOptions.Defaults)));
    }

    [Fact]
    public void Documentation_NamesEverySettingAndItsDefault()
    {
        string[] rows = [.. File.ReadAllLines(RepositoryFile.Path("docs/configuration.md")).Where(line => line.StartsWith("| `", StringComparison.Ordinal))];

        Assert.All(AllSettings().Select(row => (string)row[1]).Concat(_children).Distinct(), name => Assert.Contains(rows, row => row.StartsWith($"| `{name}` |", StringComparison.Ordinal)));
        Assert.All(ModelSchema.AllDefaults(), pair => Assert.Contains(rows, row =>
            row.StartsWith($"| `{pair.Name}` |", StringComparison.Ordinal) && row.EndsWith($"| `{pair.Value.Trim('"')}` |", StringComparison.Ordinal)));
    }

    [Fact]
    public void Schema_IsThatOfTheModel()
    {
        JsonNode expected = ModelSchema.Create();
        string shipped = File.ReadAllText(RepositoryFile.Path("config/actorffi.schema.json"));
        string written = Path.Combine(AppContext.BaseDirectory, "actorffi.schema.json");
        File.WriteAllText(written, expected.ToJsonString(ModelSchema.Format) + "\n");

        Assert.True(JsonNode.DeepEquals(expected, JsonNode.Parse(shipped)), $"config/actorffi.schema.json differs from the options model, whose schema was written to {written}. Copy it over the shipped one.");
    }

    private static object BuilderFor(Type options) =>
        options == typeof(ActorFfiOptions) ? new FfiRuntimeBuilder()
        : options == typeof(LibraryOptions) ? new LibraryBuilder(new LibraryOptions(), "ActorFfi:Libraries:lib", new OptionsFaults())
        : new SymbolBuilder(new SymbolOptions());

    // Reflection cannot pass spans, so that the methods that take them are called by name.
    private static void SpanFree(object builder, MethodInfo method)
    {
        if (method.GetParameters() is [{ ParameterType.IsByRefLike: true }])
        {
            object _ = (builder, method.Name) switch
            {
                (LibraryBuilder library, nameof(LibraryBuilder.Path)) => library.Path("a.so"),
                (LibraryBuilder library, nameof(LibraryBuilder.Types)) => library.Types("typedef int a;"),
                (LibraryBuilder library, nameof(LibraryBuilder.DependsOn)) => library.DependsOn("other"),
                (LibraryBuilder library, nameof(LibraryBuilder.Environment)) => library.Environment("LANG=C"),
                (LibraryBuilder library, nameof(LibraryBuilder.OnStart)) => library.OnStart("init()"),
                (LibraryBuilder library, nameof(LibraryBuilder.OnStop)) => library.OnStop("end()"),
                (SymbolBuilder symbol, nameof(SymbolBuilder.Parameters)) => symbol.Parameters("u32"),
                (SymbolBuilder symbol, nameof(SymbolBuilder.Kept)) => symbol.Kept("stream"),
                (SymbolBuilder symbol, nameof(SymbolBuilder.Releases)) => symbol.Releases("stream"),
                _ => throw new NotSupportedException($"Teach this test how to call {method}."),
            };
            return;
        }

        ParameterInfo parameter = Assert.Single(method.GetParameters());
        Assert.True(parameter.ParameterType == typeof(JsonNode) || SettingValue.TryRead(parameter.ParameterType, TextFor(parameter.ParameterType), out object? _));
        object value = parameter.ParameterType == typeof(JsonNode)
            ? JsonValue.Create("u32")
            : SettingValue.TryRead(parameter.ParameterType, TextFor(parameter.ParameterType), out object? read) ? read : throw new InvalidOperationException();
        method.Invoke(builder, [value]);
    }

    // A value that is no default.
    private static string TextFor(Type type) => Type.GetTypeCode(type) switch
    {
        _ when type.IsEnum => Enum.GetNames(type)[^1],
        _ when type == typeof(TimeSpan) => "00:00:07",
        _ when type == typeof(WorkerRange) => "7",
        TypeCode.Boolean => "true",
        TypeCode.Int32 or TypeCode.Int64 => "7",
        TypeCode.Double => "0.5",
        _ => "text",
    };

    private static IConfiguration Sample(Type options, string name, string value)
    {
        string path = options == typeof(ActorFfiOptions) ? name : options == typeof(LibraryOptions) ? $"Libraries:a:{name}" : $"Libraries:a:Symbols:0:{name}";
        string key = name == nameof(SymbolOptions.Parameters) ? $"{path}:0" : path;
        return new ConfigurationBuilder().AddInMemoryCollection([KeyValuePair.Create<string, string?>(key, value)]).Build();
    }

    private static object? Find(ActorFfiOptions root, Type options) =>
        options == typeof(ActorFfiOptions) ? root
        : options == typeof(LibraryOptions) ? root.Libraries.Values.FirstOrDefault()
        : root.Libraries.Values.FirstOrDefault()?.Symbols[0];

    private static object? Shown(object? value) => value switch
    {
        IList<string> texts => string.Join('|', texts),
        JsonNode node => node.ToJsonString(),
        _ => value,
    };
}
