using System.Diagnostics;

namespace ActorFfi;

/// <summary>The answer to one call: its value, or why there is none, with the call's buffers and timings.</summary>
/// <remarks>Every accepted call is answered with exactly one reply. The buffers belong to whoever gets the reply.</remarks>
public readonly struct NativeReply
{
    private readonly object? _rest; // The failure, what the buffers are made of, both, or neither: a reply is copied often, and most have neither.
    private readonly ReplyNumbers _numbers;

    // Times are in ticks of the stopwatch, and converted only when somebody asks.
    internal NativeReply(NativeValue value, int errno, Exception? failure, object? buffers, long queued, long ran)
    {
        Value = value;
        _rest = failure is null ? buffers : buffers is null ? failure : new FailedReply(failure, buffers);
        _numbers = new ReplyNumbers(errno, queued, ran);
    }

    /// <summary><see cref="QueueTime"/> in ticks of the stopwatch.</summary>
    internal long QueueTicks => _numbers.QueuedTicks;

    /// <summary><see cref="NativeTime"/> in ticks of the stopwatch.</summary>
    internal long NativeTicks => _numbers.RanTicks;

    /// <summary>What the function returned; void where it did not run. Present beside a <see cref="Failure"/> that the declaration's rule found.</summary>
    public NativeValue Value { get; }

    /// <summary>The errno that the call left; 0 where the symbol does not capture it.</summary>
    public int Errno => _numbers.Errno;

    /// <summary>Why the call has no proper result; null where it succeeded.</summary>
    public Exception? Failure => _rest is null ? null : _rest as Exception ?? (_rest as FailedReply)?.Failure;

    /// <summary>Whether the function ran and its declaration does not call the result a failure.</summary>
    public bool IsSuccess => Failure is null;

    /// <summary>The buffers that were passed to the call, in the order of its parameters.</summary>
    public ReplyBuffers Buffers => new(_rest switch
    {
        null or Exception => null,
        FailedReply failed => failed.Buffers,
        object buffers => buffers,
    });

    /// <summary>How long the call waited from its acceptance until native code began; null where its times were not measured.</summary>
    public TimeSpan? QueueTime => QueueTicks is var ticks and not 0 ? Stopwatch.GetElapsedTime(0, ticks) : null;

    /// <summary>How long native code ran; null where its times were not measured, and where it did not run.</summary>
    public TimeSpan? NativeTime => NativeTicks is var ticks and not 0 ? Stopwatch.GetElapsedTime(0, ticks) : null;
}
