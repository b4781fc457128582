namespace ActorFfi;

/// <summary>Whether a call is run again whose guest died. A pure function.</summary>
internal static class RetryRule
{
    /// <summary>Decides.</summary>
    /// <param name="hasBegun">Whether the guest had begun the call; one that it had not begun is not run again but for the first time.</param>
    /// <param name="attempts">How often guests have begun it and died.</param>
    /// <param name="retries">How often it may be run again.</param>
    /// <param name="isPoison">Whether such calls are refused by now.</param>
    public static bool RunsAgain(bool hasBegun, int attempts, int retries, bool isPoison) =>
        !hasBegun || (attempts <= retries && !isPoison);
}
