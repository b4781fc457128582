namespace ActorFfi;

/// <summary>Collects the replies of calls that run one after the other on one worker.</summary>
internal sealed class CallBatch : ReplyTarget
{
    private readonly NativeCall[] _calls;
    private readonly NativeReply[] _replies;
    private readonly TaskCompletionSource<NativeReply[]> _all = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _missing; // Interlocked: an abandoned call is answered on another thread than the rest.

    private CallBatch(NativeCall[] calls)
    {
        _calls = calls;
        _replies = new NativeReply[calls.Length];
        _missing = calls.Length;
    }

    /// <summary>Hands the calls in as one.</summary>
    public static Task<NativeReply[]> Post(LibraryEntry library, ReadOnlySpan<NativeCall> calls)
    {
        if (calls.IsEmpty)
        {
            return Task.FromResult<NativeReply[]>([]);
        }

        foreach (NativeCall call in calls)
        {
            if (call.Symbol.Latest.Library != library)
            {
                throw new ArgumentException($"Call '{call.SymbolName}' belongs to library '{call.LibraryName}' and cannot run in a batch of library '{library.Name}'. Make a batch for each library.", nameof(calls));
            }
        }

        CallBatch batch = new(calls.ToArray());
        foreach (NativeCall follower in calls[1..])
        {
            follower.Prepare(batch);
        }

        calls[0].Followers = calls[1..].ToArray();
        calls[0].Post(batch);
        return batch._all.Task;
    }

    /// <inheritdoc/>
    public override void Deliver(NativeCall call)
    {
        _replies[Array.IndexOf(_calls, call)] = call.Reply;
        if (Interlocked.Decrement(ref _missing) == 0)
        {
            _all.SetResult(_replies);
        }
    }
}
