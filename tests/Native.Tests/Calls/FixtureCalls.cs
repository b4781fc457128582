using ActorFfi.Native.Tests.Loading;

namespace ActorFfi.Native.Tests.Calls;

/// <summary>Functions of the C fixture, ready to be called.</summary>
internal static class FixtureCalls
{
    public static LibraryGeneration Generation { get; } = new("fixture", 1);

    /// <summary>The function of a prototype, which may declare other types than the fixture has.</summary>
    public static NativeFunction Function(string prototype, bool capturesErrno = false, string? frees = null)
    {
        SymbolDeclaration declaration = CPrototype.Parse(prototype) with { CapturesErrno = capturesErrno };
        nint address = LoadedLibrary.Open("fixture", [FixtureLibrary.FullPath], [declaration]).AddressOf(declaration.Name);
        return new NativeFunction(new CallPlan("fixture", declaration), address, Generation)
        {
            ResultRelease = frees is null ? null : Function($"void {frees}(void *memory)"),
        };
    }

    public static NativeValue Call(this NativeFunction function, params ReadOnlySpan<NativeArgument> arguments) =>
        function.Invoke(arguments, out _);

    /// <summary>The error of arguments that are refused; it names the parameter, the call and the library.</summary>
    public static ArgumentException Refused(this NativeFunction function, string? parameter, params NativeArgument[] arguments)
    {
        ArgumentException error = Assert.Throws<ArgumentException>(() => function.Call(arguments));
        Assert.Equal(parameter, error.ParamName);
        Assert.Contains($"'{function.Plan.Declaration.Name}'", error.Message, StringComparison.Ordinal);
        Assert.Contains("'fixture'", error.Message, StringComparison.Ordinal);
        return error;
    }
}
