using System.Diagnostics;

namespace ActorFfi;

/// <summary>A call on the caller's thread that needs more than the function itself: a limit, a rule for failures, or timings.</summary>
internal static class SynchronousCall
{
    public static NativeReply Run(SymbolEntry symbol, ReadOnlySpan<NativeArgument> arguments)
    {
        if (symbol.Definition.Declaration.Nonblocking == true)
        {
            throw new NotSupportedException($"Symbol '{symbol.Name}' of library '{symbol.LibraryName}' is declared nonblocking and cannot be called synchronously. Use CallAsync.");
        }

        long postedAt = Stopwatch.GetTimestamp();
        if (symbol.Limits.IsEmpty)
        {
            return RunNow(symbol, arguments, postedAt);
        }

        CallbackDeadlock.Enter(symbol.Limits, symbol.Library, symbol.Name);
        try
        {
            return RunNow(symbol, arguments, postedAt);
        }
        finally
        {
            symbol.Limits.Exit();
        }
    }

    private static NativeReply RunNow(SymbolEntry symbol, ReadOnlySpan<NativeArgument> arguments, long postedAt)
    {
        NativeFunction function = symbol.Function ?? throw symbol.Library.Unavailable();
        long startedAt = Stopwatch.GetTimestamp();
        NativeValue value = function.Invoke(arguments, out int errno);
        long endedAt = Stopwatch.GetTimestamp();
        return new NativeReply(value, errno, symbol.FailureOf(value, errno), buffers: null, startedAt - postedAt, endedAt - startedAt);
    }
}
