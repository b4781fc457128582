using System.Runtime.ExceptionServices;
using System.Threading.Tasks.Sources;

namespace ActorFfi;

/// <summary>The awaitable that a reply completes; it belongs to one pooled call and is awaited once.</summary>
/// <remarks>Threads: the awaiting code never runs on the thread that completes the promise, which native code may need.</remarks>
internal sealed class Promise : ReplyTarget, IValueTaskSource<NativeReply>
{
    private readonly NativeCall _call;

    // Versioned, so that a ValueTask that was awaited already cannot see the reply of a later call. The reply itself is the call's.
    private ManualResetValueTaskSourceCore<bool> _core = new() { RunContinuationsAsynchronously = true };

    // Written before the call is posted, read after its reply is there.
    private bool _throwsFailure;

    public Promise(NativeCall call)
    {
        _call = call;
    }

    /// <summary>The promise of the call that is about to be posted.</summary>
    public ValueTask<NativeReply> Begin(bool throwsFailure)
    {
        _throwsFailure = throwsFailure;
        return new ValueTask<NativeReply>(this, _core.Version);
    }

    /// <inheritdoc/>
    public override void Deliver(NativeCall call) => _core.SetResult(true);

    /// <inheritdoc/>
    public ValueTaskSourceStatus GetStatus(short token)
    {
        ValueTaskSourceStatus status = _core.GetStatus(token);
        return status == ValueTaskSourceStatus.Succeeded && _throwsFailure && _call.Failure is { } failure
            ? failure is OperationCanceledException ? ValueTaskSourceStatus.Canceled : ValueTaskSourceStatus.Faulted
            : status;
    }

    /// <inheritdoc/>
    public void OnCompleted(Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        _core.OnCompleted(continuation, state, token, flags);

    /// <inheritdoc/>
    public NativeReply GetResult(short token)
    {
        _core.GetResult(token);
        NativeReply reply = _call.Reply;
        bool isThrown = _throwsFailure;
        _core.Reset();
        NativeCallPool.Return(_call);
        if (reply.Failure is not null && isThrown)
        {
            ExceptionDispatchInfo.Throw(reply.Failure);
        }

        return reply;
    }
}
