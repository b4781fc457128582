namespace ActorFfi;

/// <summary>A first-in-first-out list of calls, linked through the calls themselves, so that one can leave from the middle at once.</summary>
/// <remarks>Threads: guarded by the lock of its mailbox.</remarks>
internal sealed class CallList
{
    private NativeCall? _first;
    private NativeCall? _last;

    /// <summary>The number of calls.</summary>
    public int Count { get; private set; }

    /// <summary>The call that has waited longest; null where there is none.</summary>
    public NativeCall? First => _first;

    /// <summary>Appends a call that stands in no list.</summary>
    public void Add(NativeCall call)
    {
        call.List = this;
        call.Previous = _last;
        if (_last is null)
        {
            _first = call;
        }
        else
        {
            _last.Next = call;
        }

        _last = call;
        Count++;
    }

    /// <summary>Puts a call that stands in no list before all others.</summary>
    public void AddFirst(NativeCall call)
    {
        call.List = this;
        call.Next = _first;
        call.Previous = null;
        if (_first is null)
        {
            _last = call;
        }
        else
        {
            _first.Previous = call;
        }

        _first = call;
        Count++;
    }

    /// <summary>Takes a call out, wherever in the list it stands.</summary>
    public void Remove(NativeCall call)
    {
        if (call.Previous is null)
        {
            _first = call.Next;
        }
        else
        {
            call.Previous.Next = call.Next;
        }

        if (call.Next is null)
        {
            _last = call.Previous;
        }
        else
        {
            call.Next.Previous = call.Previous;
        }

        call.List = null;
        call.Next = null;
        call.Previous = null;
        Count--;
    }

    /// <summary>Takes out the call that has waited longest.</summary>
    public NativeCall RemoveFirst()
    {
        NativeCall call = _first!;
        _first = call.Next;
        if (_first is null)
        {
            _last = null;
        }
        else
        {
            _first.Previous = null;
            call.Next = null;
        }

        call.List = null;
        Count--;
        return call;
    }
}
