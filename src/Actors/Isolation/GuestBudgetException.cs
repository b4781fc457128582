using System.Globalization;

namespace ActorFfi;

/// <summary>More guests of a library died than its budget of restarts allows.</summary>
public sealed class GuestBudgetException : ActorFfiException
{
    internal GuestBudgetException(string library, RestartPolicy policy, Exception last)
        : base(string.Create(CultureInfo.InvariantCulture, $"Guests of library '{library}' died more than {policy.Limit:N0} times within {policy.Window}, which is its budget. The last failure: {last.Message}"), last)
    {
        Library = library;
    }

    /// <summary>The name of the library.</summary>
    public string Library { get; }
}
