namespace ActorFfi;

/// <summary>A call that was running in a guest when that died.</summary>
internal sealed class GuestLoss
{
    private readonly Guest _guest;
    private readonly GuestLane _lane;
    private readonly SymbolEntry _symbol;
    private readonly CallArguments _arguments;

    /// <param name="guest">The guest.</param>
    /// <param name="lane">The lane that the call was on.</param>
    /// <param name="symbol">The symbol.</param>
    /// <param name="arguments">The arguments, still bound.</param>
    /// <param name="timeInCall">How long the guest had the call.</param>
    public GuestLoss(Guest guest, GuestLane lane, SymbolEntry symbol, CallArguments arguments, TimeSpan timeInCall)
    {
        _guest = guest;
        _lane = lane;
        _symbol = symbol;
        _arguments = arguments;
        Failure = new GuestCrashedException(symbol.LibraryName, symbol.Name, guest.Number, guest.Exit!, CallSummary.Of(arguments), timeInCall);
        guest.Report(CrashReport.Of(Failure, symbol.Library.Time.GetUtcNow()));
    }

    /// <summary>The failure of the call.</summary>
    public GuestCrashedException Failure { get; }

    /// <summary>Notes the loss against such calls, if it was this one that the guest died of.</summary>
    /// <param name="attempts">How often the call was begun, this time included.</param>
    /// <returns>Whether the call is to be run again.</returns>
    public bool Note(int attempts)
    {
        SymbolSettings settings = _symbol.Settings;
        bool isPoison = false;
        if (settings.PoisonAfter > 0 && _guest.DiedOf(_lane))
        {
            int deaths = _symbol.Library.Poison.Blame(_symbol.Name, CallFingerprint.Of(_arguments), Failure, Failure.Arguments);
            isPoison = deaths >= settings.PoisonAfter;
        }

        bool runsAgain = RetryRule.RunsAgain(hasBegun: true, attempts, settings.Retry, isPoison);
        if (!runsAgain)
        {
            RuntimeLog.CallLost(_symbol.Library.Logger, _symbol.LibraryName, _symbol.Name, Failure.MessageWithoutBuffers);
        }

        return runsAgain;
    }
}
