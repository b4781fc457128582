using System.Text;
using Microsoft.Extensions.Configuration;

namespace ActorFfi.Actors.Tests.Configuration;

/// <summary>A runtime over a configuration that is changed while it runs; its library has two versions.</summary>
internal sealed class Versions : IAsyncDisposable
{
    public const string Name = "v";

    private readonly LiveConfiguration _live;

    private Versions(FfiRuntime ffi, LiveConfiguration live)
    {
        Ffi = ffi;
        _live = live;
    }

    public FfiRuntime Ffi { get; }

    public LibraryRef Library => Ffi[Name];

    /// <summary>The file of a version.</summary>
    public static string FileOf(int version) => Path.Combine(AppContext.BaseDirectory, $"libactorffi_version{version}.so");

    /// <summary>A library of such settings.</summary>
    public static string Of(int version, string settings = "", string symbols = "\"version\": \"int32_t version(void)\"") =>
        $$"""{ "Path": "{{FileOf(version)}}", {{(settings.Length == 0 ? "" : settings + ",")}} "Symbols": { {{symbols}} } }""";

    /// <summary>Starts a runtime with one library.</summary>
    public static async Task<Versions> StartAsync(string library)
    {
        IConfiguration section = Section($"\"{Name}\": {library}");
        FfiRuntime ffi = await FfiRuntime.StartAsync(builder => builder.AddConfiguration(section));
        return new Versions(ffi, new LiveConfiguration(ffi, section));
    }

    /// <summary>Changes the library.</summary>
    public Task<IReadOnlyList<string>> ChangeAsync(string library) => ChangeAllAsync($"\"{Name}\": {library}");

    /// <summary>Changes all libraries.</summary>
    public Task<IReadOnlyList<string>> ChangeAllAsync(string libraries) => _live.ApplyAsync(Section(libraries), CancellationToken.None).Within();

    public ValueTask DisposeAsync() => Ffi.DisposeAsync();

    private static IConfigurationSection Section(string libraries) => new ConfigurationBuilder()
        .AddJsonStream(new MemoryStream(Encoding.UTF8.GetBytes($$"""{ "ActorFfi": { "Libraries": { {{libraries}} } } }""")))
        .Build()
        .GetSection(ActorFfiOptions.SectionName);
}
