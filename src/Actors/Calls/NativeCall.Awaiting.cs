using System.Threading.Tasks.Sources;

namespace ActorFfi;

/// <content>The side of the code that awaits the promise.</content>
public sealed partial class NativeCall
{
    /// <summary>Whether the promise of one use is answered.</summary>
    /// <exception cref="InvalidOperationException">The use is over.</exception>
    internal bool IsAnswered(short token) => _word.IsAnswered(token);

    /// <summary>Has code resumed when the promise is answered, at once where it is.</summary>
    /// <exception cref="InvalidOperationException">The promise is awaited already, or was.</exception>
    internal void OnAnswered(Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags)
    {
        _word.DemandUnawaited(token);
        _continuation = continuation;
        _continuationState = state;
        if (flags != ValueTaskSourceOnCompletedFlags.None)
        {
            CaptureContext(flags);
        }

        if (!_word.TryAwait(token))
        {
            Resume();
        }
    }

    /// <summary>Answers the promise of a call that has come to its end.</summary>
    internal void AnswerPromise()
    {
        if (_word.Answer())
        {
            Resume();
        }
    }

    private void CaptureContext(ValueTaskSourceOnCompletedFlags flags)
    {
        // Not HasFlag, which boxes in code that is not compiled for good.
        object? place = (flags & ValueTaskSourceOnCompletedFlags.UseSchedulingContext) != 0 ? Continuation.CurrentPlace : null;
        ExecutionContext? flow = (flags & ValueTaskSourceOnCompletedFlags.FlowExecutionContext) != 0 ? ExecutionContext.Capture() : null;
        if ((place ?? flow) is not null)
        {
            Details.ContinuationPlace = place;
            Details.ContinuationFlow = flow;
        }
    }

    // The call may be in its next use as soon as the code is resumed, hence what belongs to this one is taken out first.
    private void Resume()
    {
        Action<object?> continuation = _continuation!;
        object? state = _continuationState;
        _continuation = null;
        _continuationState = null;
        if (_details is null or { ContinuationPlace: null, ContinuationFlow: null })
        {
            ThreadPool.UnsafeQueueUserWorkItem(continuation, state, preferLocal: true);
            return;
        }

        Continuation placed = new(continuation, state, _details.ContinuationFlow);
        object? place = _details.ContinuationPlace;
        _details.ContinuationPlace = null;
        _details.ContinuationFlow = null;
        placed.Queue(place);
    }
}
