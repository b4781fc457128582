namespace ActorFfi;

/// <summary>Nonblocking calls of functions that native code gave out.</summary>
public static class ForeignFunctionExtensions
{
    /// <summary>Calls the function on a worker of its library; buffers move into the call and come back with its reply.</summary>
    /// <param name="function">The function.</param>
    /// <param name="arguments">Its arguments, in order.</param>
    /// <returns>A promise, to be awaited once; awaiting throws what <see cref="NativeReply.Failure"/> would hold.</returns>
    /// <exception cref="ArgumentException">An argument does not fit the signature.</exception>
    /// <exception cref="NotSupportedException">The function comes from no runtime, or its library has no nonblocking symbol whose workers could run it.</exception>
    /// <exception cref="StaleHandleException">Its library was stopped or restarted.</exception>
    /// <remarks>The call waits in the queue of a nonblocking symbol of the library, under the limits of both.</remarks>
    public static ValueTask<NativeReply> CallAsync(this ForeignFunction function, params ReadOnlySpan<NativeArgument> arguments)
    {
        ArgumentNullException.ThrowIfNull(function);
        function.DemandAddress();
        SymbolEntry entry = (SymbolEntry)(function.Door ??= DoorOf(function));
        return new SymbolRef(entry, CallOptions.Default).CallAsync(arguments);
    }

    private static SymbolEntry DoorOf(ForeignFunction function)
    {
        if (function.Function.Generation.Calls is not ForeignCalls calls)
        {
            throw new NotSupportedException($"A function of library '{function.Library}' belongs to no runtime and cannot be called nonblocking. Use Invoke.");
        }

        SymbolEntry carrier = calls.Library.Symbols.Values.FirstOrDefault(symbol => symbol is { IsNonblocking: true, IsAbsent: false, Definition.KeyIndex: < 0 })
            ?? throw new NotSupportedException($"Library '{function.Library}' has no symbol for nonblocking calls, so no worker can run a function that it gave out. Use Invoke, or declare such a symbol.");
        return new SymbolEntry(carrier, function.Function);
    }
}
