namespace ActorFfi;

/// <summary>Calls functions that one library gave out, under the limits of that library.</summary>
internal sealed class ForeignCalls(LibraryEntry library) : IForeignCalls
{
    /// <summary>The library.</summary>
    public LibraryEntry Library => library;

    /// <inheritdoc/>
    public NativeValue Invoke(NativeFunction function, ReadOnlySpan<NativeArgument> arguments)
    {
        if (library.Limits.IsEmpty)
        {
            return function.Invoke(arguments, out _);
        }

        CallbackDeadlock.Enter(library.Limits, library, function.Plan.Declaration.Name);
        try
        {
            return function.Invoke(arguments, out _);
        }
        finally
        {
            library.Limits.Exit();
        }
    }

    /// <inheritdoc/>
    public Exception Unavailable() => library.Unavailable();
}
