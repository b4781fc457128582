using System.Globalization;

namespace ActorFfi;

/// <summary>A native function returned what its declaration calls a failure.</summary>
/// <remarks>The worker that ran the call goes on unless the declaration says otherwise; what the function did before it failed stands.</remarks>
public sealed class NativeCallFailedException : ActorFfiException
{
    internal NativeCallFailedException(string library, string symbol, string rule, NativeValue value, int errno, bool isFatal)
        : base(string.Create(
            CultureInfo.InvariantCulture,
            $"Call '{symbol}' of library '{library}' failed: it returned {value}{(errno == 0 ? "" : $" with errno {errno}")}, and its declaration says that '{rule}' is {(isFatal ? "fatal" : "a failure")}."))
    {
        Library = library;
        Symbol = symbol;
        Value = value;
        Errno = errno;
        IsFatal = isFatal;
    }

    /// <summary>The name of the library.</summary>
    public string Library { get; }

    /// <summary>The name of the symbol.</summary>
    public string Symbol { get; }

    /// <summary>What the function returned.</summary>
    public NativeValue Value { get; }

    /// <summary>Whether the declaration says that its worker cannot go on after this result.</summary>
    public bool IsFatal { get; }

    /// <summary>The errno that the call left; 0 where the symbol does not capture it.</summary>
    public int Errno { get; }
}
