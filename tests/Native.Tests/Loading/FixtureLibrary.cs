using System.Runtime.InteropServices;

namespace ActorFfi.Native.Tests.Loading;

/// <summary>The C fixture library beside the tests.</summary>
internal static class FixtureLibrary
{
    public const string FileName = "libactorffi_fixture.so";

    public static string FullPath { get; } = Path.Combine(AppContext.BaseDirectory, FileName);

    /// <summary>Opens the fixture with functions whose signatures do not matter.</summary>
    public static LoadedLibrary Open(params string[] symbols) =>
        LoadedLibrary.Open("fixture", [FullPath], symbols.Select(symbol => Symbol(symbol)));

    public static SymbolDeclaration Symbol(string name) => CPrototype.Parse($"void {name}(void);");

    public static T Function<T>(this LoadedLibrary library, string name)
        where T : Delegate =>
        Marshal.GetDelegateForFunctionPointer<T>(library.AddressOf(name));
}
