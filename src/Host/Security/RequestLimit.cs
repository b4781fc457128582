using System.Globalization;

namespace ActorFfi;

/// <summary>How many requests are served at once.</summary>
/// <param name="most">The most.</param>
/// <param name="setting">The setting that says so.</param>
internal sealed class RequestLimit(int most, string setting)
{
    private int _running; // Interlocked.

    /// <summary>Takes a place; <see cref="Exit"/> gives it back.</summary>
    /// <exception cref="TooManyRequestsException">There is none.</exception>
    public void Enter()
    {
        if (Interlocked.Increment(ref _running) > most)
        {
            Interlocked.Decrement(ref _running);
            throw new TooManyRequestsException(string.Create(CultureInfo.InvariantCulture, $"The service has {most} requests of this kind at once and takes no more. Retry later, or raise '{HostOptions.Section}:{setting}'."));
        }
    }

    /// <summary>Gives a place back.</summary>
    public void Exit() => Interlocked.Decrement(ref _running);
}
