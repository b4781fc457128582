namespace ActorFfi;

/// <summary>What a check found.</summary>
/// <param name="Libraries">The libraries, by name; none where the configuration is wrong.</param>
/// <param name="Faults">What is wrong, by the path of a setting or of a library.</param>
internal sealed record CheckReport(IReadOnlyList<CheckedLibrary> Libraries, IReadOnlyList<OptionsFault> Faults)
{
    private const string LibraryPath = $"{ActorFfiOptions.SectionName}:{nameof(ActorFfiOptions.Libraries)}";

    /// <summary>The report on libraries that were loaded or have failed.</summary>
    public static CheckReport Of(FfiRuntime ffi)
    {
        LibraryRef[] libraries = [.. ffi.Libraries.Order(StringComparer.Ordinal).Select(name => ffi[name])];
        IEnumerable<OptionsFault> faults = libraries
            .Where(library => library.State != LibraryState.Ready)
            .Select(library => new OptionsFault($"{LibraryPath}:{library.Name}", library.Failure is { } failure ? FailureText.Of(failure) : $"The library is {library.State}."));
        return new CheckReport([.. libraries.Select(CheckedLibrary.Of)], [.. faults]);
    }

    /// <summary>The report on a configuration that cannot be started.</summary>
    public static CheckReport Of(ActorFfiException wrong, string configurationFile) => new([], wrong switch
    {
        OptionsException options => options.Faults,
        DeclarationException { Library: { } library } => [new OptionsFault($"{LibraryPath}:{library}", wrong.Message)],
        _ => [new OptionsFault(configurationFile, wrong.Message)],
    });
}
