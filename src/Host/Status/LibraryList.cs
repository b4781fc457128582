namespace ActorFfi;

/// <summary>All libraries of the service.</summary>
/// <param name="Libraries">The libraries, by name.</param>
internal sealed record LibraryList(IReadOnlyList<LibraryView> Libraries)
{
    /// <summary>The libraries as they are now.</summary>
    public static LibraryList Of(FfiRuntime ffi) => new([.. ffi.Libraries.Order(StringComparer.Ordinal).Select(name => LibraryView.Of(ffi[name]))]);
}
