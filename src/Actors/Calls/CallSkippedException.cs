namespace ActorFfi;

/// <summary>A call of a batch was not run, because one before it was given up together with the worker that the batch needs.</summary>
/// <remarks>Nothing native ran, and the buffers are with their handles. The inner exception is the failure of the call before it.</remarks>
public sealed class CallSkippedException : ActorFfiException
{
    internal CallSkippedException(string library, string symbol, string before, Exception reason)
        : base($"Call '{symbol}' of library '{library}' was not run: call '{before}' before it in its batch was given up, and its worker with it. Call again, and raise the 'Timeout' of '{before}' if it needs longer.", reason)
    {
        Library = library;
        Symbol = symbol;
        Before = before;
    }

    /// <summary>The name of the library.</summary>
    public string Library { get; }

    /// <summary>The name of the symbol.</summary>
    public string Symbol { get; }

    /// <summary>The symbol whose call was given up.</summary>
    public string Before { get; }
}
