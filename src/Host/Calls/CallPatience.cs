using System.Globalization;

namespace ActorFfi;

/// <summary>How long a client waits for a call: until it goes away, or until its own deadline.</summary>
/// <remarks>
/// A deadline is the client's patience and no time-out of the symbol: it withdraws a queued call and ends the waiting for one that
/// runs, but gives no worker up. Otherwise whoever may call could use up a library's budget of abandoned calls.
/// </remarks>
internal sealed class CallPatience : IDisposable
{
    /// <summary>The header that carries the deadline.</summary>
    public const string Header = "Deadline";

    private static readonly TimeSpan _longest = TimeSpan.FromDays(1);

    private readonly CancellationToken _leaving;
    private readonly CancellationTokenSource? _source;
    private readonly TimeSpan _deadline;

    private CallPatience(CancellationToken leaving, TimeSpan? deadline)
    {
        _leaving = leaving;
        if (deadline is { } time)
        {
            _deadline = time;
            _source = CancellationTokenSource.CreateLinkedTokenSource(leaving);
            _source.CancelAfter(time);
        }
    }

    /// <summary>Cancelled when the patience is over.</summary>
    public CancellationToken Token => _source?.Token ?? _leaving;

    /// <summary>The patience of a request.</summary>
    /// <exception cref="BadHttpRequestException">The deadline cannot be read.</exception>
    public static CallPatience Of(HttpContext context)
    {
        string? deadline = context.Request.Headers[Header];
        return new CallPatience(context.RequestAborted, deadline is null ? null : Read(deadline));
    }

    /// <summary>Makes a call and waits for its reply.</summary>
    /// <exception cref="DeadlinePassedException">The client's deadline passed.</exception>
    /// <exception cref="OperationCanceledException">The client went away.</exception>
    public async Task<NativeReply> RunAsync(CallBuilder call)
    {
        try
        {
            NativeReply reply = await call.RunAsync(Token).ConfigureAwait(false);
            return reply.Failure is OperationCanceledException && HasPassed ? throw Passed(call) : reply;
        }
        catch (OperationCanceledException) when (HasPassed)
        {
            throw Passed(call);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _source?.Dispose();

    private bool HasPassed => _source is { IsCancellationRequested: true } && !_leaving.IsCancellationRequested;

    private DeadlinePassedException Passed(CallBuilder call) => new(call.Target.Library.Name, call.Target.Symbol.Name, _deadline);

    /// <summary>Reads <c>250ms</c>, <c>1.5s</c>, or a time of day with its date and offset.</summary>
    private static TimeSpan Read(string text)
    {
        TimeSpan? time = text switch
        {
            _ when text.EndsWith("ms", StringComparison.Ordinal) && Number(text[..^2]) is { } milliseconds => TimeSpan.FromMilliseconds(milliseconds),
            _ when text.EndsWith('s') && Number(text[..^1]) is { } seconds => TimeSpan.FromSeconds(seconds),
            _ when text.Contains('T', StringComparison.Ordinal) && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out DateTimeOffset instant) => Until(instant),
            _ => null,
        };
        return time is { } known && known >= TimeSpan.Zero && known <= _longest
            ? known
            : throw new BadHttpRequestException($"The header '{Header}' is '{text}'. Give a time from now such as '250ms' or '1.5s', at most a day, or an instant such as '2026-01-31T12:00:00Z'.");
    }

    private static TimeSpan Until(DateTimeOffset instant)
    {
        TimeSpan left = instant - DateTimeOffset.UtcNow;
        return left > TimeSpan.Zero ? left : TimeSpan.Zero;
    }

    private static double? Number(string text) =>
        double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out double number) && number <= _longest.TotalMilliseconds ? number : null;
}
