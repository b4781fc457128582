using System.Diagnostics;
using System.Runtime.ExceptionServices;

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
            return Run(function, arguments);
        }

        library.Limits.Enter(library.Name, function.Plan.Declaration.Name);
        try
        {
            return Run(function, arguments);
        }
        finally
        {
            library.Limits.Exit();
        }
    }

    // What a guest gave out has the settings of some symbol, since it has none of its own.
    private NativeValue Run(NativeFunction function, ReadOnlySpan<NativeArgument> arguments)
    {
        if (library.Guests is null)
        {
            return function.Invoke(arguments, out _);
        }

        NativeReply reply = GuestCall.Run(new SymbolEntry(library.SymbolsInOrder[0], function), arguments, Stopwatch.GetTimestamp());
        if (reply.Failure is not null)
        {
            ExceptionDispatchInfo.Throw(reply.Failure);
        }

        return reply.Value;
    }

    /// <inheritdoc/>
    public Exception Unavailable() => library.Unavailable();
}
