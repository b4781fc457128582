namespace ActorFfi;

/// <summary>Calls at rest, with their frames and promises: a stack for each thread, and a bounded one that all share.</summary>
internal static class NativeCallPool
{
    private const int SharedLimit = 1024;

    private static readonly Lock Gate = new();
    private static readonly Stack<NativeCall> Shared = new(); // Guarded by Gate.
    private static readonly List<WeakReference<LocalCalls>> Locals = []; // Guarded by Gate.
    private static long outstandingOfEndedThreads; // Guarded by Gate.

    [ThreadStatic]
    private static LocalCalls? local;

    /// <summary>How many calls are rented and not returned: their promises are pending, or were never awaited.</summary>
    public static long Outstanding
    {
        get
        {
            lock (Gate)
            {
                long outstanding = outstandingOfEndedThreads;
                foreach (WeakReference<LocalCalls> reference in Locals)
                {
                    outstanding += reference.TryGetTarget(out LocalCalls? calls) ? calls.Outstanding : 0;
                }

                return outstanding;
            }
        }
    }

    /// <summary>A call in its initial state, from this thread's stack if there is one.</summary>
    public static NativeCall Rent() => (local ?? AddLocal()).Rent();

    /// <summary>Takes back a call whose promise was awaited.</summary>
    public static void Return(NativeCall call)
    {
        (local ?? AddLocal()).Return(call);
    }

    private static LocalCalls AddLocal()
    {
        LocalCalls calls = new();
        local = calls;
        lock (Gate)
        {
            Locals.RemoveAll(static reference => !reference.TryGetTarget(out _));
            Locals.Add(new WeakReference<LocalCalls>(calls, trackResurrection: true)); // Until its count has gone to those of ended threads.
        }

        return calls;
    }

    /// <summary>One thread's calls at rest; only that thread touches them, but for the count, which others read.</summary>
    private sealed class LocalCalls
    {
        private const int Capacity = 128;

        private readonly NativeCall?[] _calls = new NativeCall?[Capacity];
        private int _count;
        private long _outstanding;

        // The thread has ended, or its slot would hold this object.
        ~LocalCalls()
        {
            lock (Gate)
            {
                outstandingOfEndedThreads += _outstanding;
                _outstanding = 0; // It may be met once more.
            }
        }

        public long Outstanding => Volatile.Read(ref _outstanding);

        public NativeCall Rent()
        {
            Volatile.Write(ref _outstanding, _outstanding + 1);
            if (_count == 0)
            {
                return RentShared();
            }

            NativeCall call = _calls[--_count]!;
            _calls[_count] = null;
            return call;
        }

        public void Return(NativeCall call)
        {
            Volatile.Write(ref _outstanding, _outstanding - 1);
            if (!call.TryReset())
            {
                return;
            }

            if (_count == Capacity)
            {
                ShareHalf();
            }

            _calls[_count++] = call;
        }

        private NativeCall RentShared()
        {
            lock (Gate)
            {
                while (_count < Capacity / 2 && Shared.TryPop(out NativeCall? shared))
                {
                    _calls[_count++] = shared;
                }
            }

            return _count == 0 ? new NativeCall() : _calls[--_count]!;
        }

        private void ShareHalf()
        {
            lock (Gate)
            {
                while (_count > Capacity / 2)
                {
                    NativeCall call = _calls[--_count]!;
                    _calls[_count] = null;
                    if (Shared.Count < SharedLimit)
                    {
                        Shared.Push(call);
                    }
                }
            }
        }
    }
}
