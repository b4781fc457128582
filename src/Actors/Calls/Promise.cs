using System.Runtime.ExceptionServices;
using System.Threading.Tasks.Sources;

namespace ActorFfi;

/// <summary>The awaitable that a reply completes; it belongs to one pooled call and is awaited once.</summary>
/// <remarks>
/// It has no state of its own, so that calls need not carry a second object between cores: its word and its reply are the call's.
/// Threads: the awaiting code never runs on the thread that completes the promise, which native code may need.
/// </remarks>
internal sealed class Promise(NativeCall call) : ReplyTarget, IValueTaskSource<NativeReply>
{
    private readonly NativeCall _call = call;

    /// <summary>Whether replies to several calls are about to come, not to this one alone.</summary>
    public bool IsOneOfMany => _call.Symbol.Mailbox.IsAmidBurst;

    /// <summary>The guest that has the call, or had it last; null where none did.</summary>
    public GuestProcess? Guest => _call.Guest;

    /// <inheritdoc/>
    public override void Deliver(NativeCall call) => call.AnswerPromise();

    /// <inheritdoc/>
    public ValueTaskSourceStatus GetStatus(short token)
    {
        if (!_call.IsAnswered(token) && !(_call.Symbol.Mailbox.MayReplySoon && _call.Symbol.ReplySpin.Wait(this, token)))
        {
            return ValueTaskSourceStatus.Pending;
        }

        return (_call.ThrowsFailure ? _call.Failure : null) switch
        {
            null => ValueTaskSourceStatus.Succeeded,
            OperationCanceledException => ValueTaskSourceStatus.Canceled,
            _ => ValueTaskSourceStatus.Faulted,
        };
    }

    /// <summary>Whether the reply is there.</summary>
    public bool IsCompleted(short token) => _call.IsAnswered(token);

    /// <inheritdoc/>
    public void OnCompleted(Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags)
    {
        if (NativeCallScope.Innermost is { IsWithinCall: true })
        {
            HandlerWait.Watch(_call);
        }

        _call.OnAnswered(continuation, state, token, flags);
    }

    /// <inheritdoc/>
    public NativeReply GetResult(short token)
    {
        if (!_call.IsAnswered(token))
        {
            ThrowPending();
        }

        return _call.IsReplyPlain ? _call.TakePlainReply() : TakeReply();
    }

    private NativeReply TakeReply()
    {
        NativeReply reply = _call.Reply;
        bool isThrown = _call.ThrowsFailure;
        NativeCallPool.Return(_call);
        if (reply.Failure is not null && isThrown)
        {
            ExceptionDispatchInfo.Throw(reply.Failure);
        }

        return reply;
    }

    private void ThrowPending() => throw new InvalidOperationException(
        $"Call '{_call.SymbolName}' of library '{_call.LibraryName}' is not answered yet, and its promise does not block. Await it, or wait for the task that AsTask() makes of it.");
}
