namespace ActorFfi;

/// <summary>The one thread that a library is opened on, and that runs its calls, its start and its stop.</summary>
/// <remarks>
/// Work is done in the order in which it comes. The thread starts when it is first needed. Threads: any thread may hand work in.
/// </remarks>
/// <param name="name">The name of the thread.</param>
internal sealed class PinnedThread(string name)
{
    [ThreadStatic]
    private static PinnedThread? _current;

    private readonly Lock _gate = new();
    private readonly WorkerSignal _signal = new();
    private readonly Queue<IThreadPoolWorkItem> _work = new(); // Guarded by _gate, like the two below.
    private bool _hasStarted;
    private bool _ends;

    /// <summary>Whether this code runs on the thread.</summary>
    public bool IsCurrent => _current == this;

    /// <summary>Whether this code runs on the pinned thread of any library, which then must not wait for others.</summary>
    public static bool IsAnyCurrent => _current is not null;

    /// <summary>Hands work in; it must not throw.</summary>
    /// <returns>False where the thread was told to end, so that nothing will be done.</returns>
    public bool TryPost(IThreadPoolWorkItem work)
    {
        bool starts;
        lock (_gate)
        {
            if (_ends)
            {
                return false;
            }

            _work.Enqueue(work);
            starts = !_hasStarted;
            _hasStarted = true;
        }

        if (starts)
        {
            PatientThread.Start(Run, name, TimeProvider.System);
        }

        _signal.Set();
        return true;
    }

    /// <summary>Runs a function on the thread, at once if this is it.</summary>
    /// <remarks>Failure: what the function throws is the failure of the task; <see cref="ObjectDisposedException"/> where the thread was told to end.</remarks>
    public Task<T> RunAsync<T>(Func<T> function)
    {
        PinnedFunction<T> work = new(function);
        if (IsCurrent)
        {
            work.Execute();
        }
        else
        {
            Post(work);
        }

        return work.Result;
    }

    /// <summary>Hands a function in; it fails where the thread was told to end.</summary>
    public void Post<T>(PinnedFunction<T> work)
    {
        if (!TryPost(work))
        {
            work.Fail(new ObjectDisposedException(name));
        }
    }

    /// <summary>Ends the thread once everything that was handed in is done.</summary>
    public void End()
    {
        lock (_gate)
        {
            _ends = true;
        }

        _signal.Set();
    }

    private void Run()
    {
        _current = this;
        while (true)
        {
            bool ends;
            IThreadPoolWorkItem? work;
            lock (_gate)
            {
                _work.TryDequeue(out work);
                ends = _ends;
            }

            if (work is not null)
            {
                work.Execute();
            }
            else if (ends)
            {
                return;
            }
            else
            {
                _signal.Wait(Timeout.InfiniteTimeSpan, maySpin: true);
            }
        }
    }
}
