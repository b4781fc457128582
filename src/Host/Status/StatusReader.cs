namespace ActorFfi;

/// <summary>Looks at everything that the service shows of itself.</summary>
internal sealed class StatusReader(FfiRuntime ffi, CallMeters meters, FailureLog failures, ConfigurationStatus configuration)
{
    /// <summary>The version of the service.</summary>
    public static string Version { get; } = typeof(StatusReader).Assembly.GetName().Version!.ToString(3);

    /// <summary>All libraries, by name.</summary>
    public IReadOnlyList<LibraryView> Libraries() => [.. Declared().Select(library => LibraryView.Of(library, meters.Read(library.Name)))];

    // A changed configuration may take one away at any moment.
    private IEnumerable<LibraryRef> Declared()
    {
        foreach (string name in ffi.Libraries.Order(StringComparer.Ordinal))
        {
            if (ffi.TryGetLibrary(name, out LibraryRef? library))
            {
                yield return library;
            }
        }
    }

    /// <summary>One library.</summary>
    /// <exception cref="UnknownNameException">No library of that name is declared.</exception>
    public LibraryView Library(string name) => LibraryView.Of(ffi[name], meters.Read(name));

    /// <summary>The guests of one library, and those that died.</summary>
    /// <exception cref="UnknownNameException">No library of that name is declared.</exception>
    public GuestList Guests(string library) => new(GuestView.AllOf(ffi[library]), CrashView.AllOf(ffi[library]));

    /// <summary>One symbol.</summary>
    /// <exception cref="UnknownNameException">Nothing of that name is declared.</exception>
    public SymbolView Symbol(string library, string symbol) => SymbolView.Of(ffi[library], symbol);

    /// <summary>Everything.</summary>
    public ServiceStatus Read(long tick) => new(tick, Version, Libraries(), failures.List().Failures, configuration.View);
}
