using System.Globalization;

namespace ActorFfi;

/// <summary>A nonblocking call was not done in time.</summary>
/// <remarks>
/// Ownership: where native code had not begun, the buffers are with their handles. Where it had, it still has them: they are
/// abandoned, access throws, and only its return frees them. Of an isolated library the guest was ended, and they are torn:
/// <see cref="OwnedBuffer.Recover"/> takes them back.
/// </remarks>
public sealed class CallTimeoutException : ActorFfiException
{
    internal CallTimeoutException(string library, string symbol, TimeSpan timeout, bool hasBegun, bool isEnded = false)
        : base(Describe(library, symbol, timeout, Outcome(hasBegun, isEnded)))
    {
        MessageWithoutBuffers = hasBegun ? Describe(library, symbol, timeout, OutcomeWithoutBuffers(isEnded)) : Message;
        Library = library;
        Symbol = symbol;
        Timeout = timeout;
        HasBegun = hasBegun;
    }

    /// <summary>The name of the library.</summary>
    public string Library { get; }

    /// <summary>The name of the symbol.</summary>
    public string Symbol { get; }

    /// <summary>How long the call had, from its acceptance.</summary>
    public TimeSpan Timeout { get; }

    /// <summary>Whether native code had begun; in process it may still be running.</summary>
    public bool HasBegun { get; }

    /// <summary>The message for those who have no handles of the call's buffers, such as callers over HTTP.</summary>
    internal string MessageWithoutBuffers { get; }

    /// <summary>Why a guest is ended when a call is late.</summary>
    internal static string WhyEnded(string symbol, TimeSpan timeout) =>
        string.Create(CultureInfo.InvariantCulture, $"call '{symbol}' did not return within {timeout}");

    private static string Describe(string library, string symbol, TimeSpan timeout, string outcome) =>
        string.Create(CultureInfo.InvariantCulture, $"Call '{symbol}' of library '{library}' was not done within {timeout}. {outcome}");

    private static string OutcomeWithoutBuffers(bool isEnded) => isEnded
        ? "Its guest was ended and is being replaced. Raise 'Timeout' if the call needs longer."
        : "Native code still runs, and its worker was given up. Raise 'Timeout', or isolate a library that hangs.";

    private static string Outcome(bool hasBegun, bool isEnded) => isEnded
        ? "Its guest was ended and is being replaced. Recover the call's buffers to use what they hold, and raise 'Timeout' if the call needs longer."
        : hasBegun
        ? "Native code still runs; its worker was given up, and so were the call's buffers. Raise 'Timeout', or isolate a library that hangs."
        : "Native code never saw it. Raise 'Timeout' or 'Workers', or call less.";
}
