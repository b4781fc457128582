namespace ActorFfi.Actors.Tests;

/// <summary>What holds wherever the native code of a library runs; a subclass for each placement says where.</summary>
public abstract class PlacementContract(IsolationMode isolation)
{
    /// <summary>Whether calls run in guests.</summary>
    protected bool IsIsolated => isolation != IsolationMode.None;

    /// <summary>A runtime with the fixture library alone.</summary>
    protected Task<FfiRuntime> StartAsync(Action<LibraryBuilder>? configure = null) => FixtureLibrary.StartAsync(library =>
    {
        library.Isolation(isolation);
        configure?.Invoke(library);
    });

    /// <summary>A buffer of the library that holds these bytes.</summary>
    protected static OwnedBuffer CopyOf(LibraryRef library, byte[] bytes)
    {
        ArgumentNullException.ThrowIfNull(library);
        ArgumentNullException.ThrowIfNull(bytes);
        OwnedBuffer buffer = library.Allocate(bytes.Length);
        buffer.Write(span => bytes.CopyTo(span));
        return buffer;
    }
}
