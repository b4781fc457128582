using System.Diagnostics;

namespace ActorFfi;

/// <summary>A first-in-first-out list of calls, from which one can leave wherever it stands.</summary>
/// <remarks>
/// A ring of places. Calls are not linked to each other: taking one would then write to its neighbours, whose memory another core
/// may have. Who leaves from the middle leaves its place empty. Threads: guarded by the lock of its mailbox.
/// </remarks>
internal sealed class CallList
{
    private const int InitialPlaces = 16;
    private const int MostPlacesAtRest = 4096;

    private NativeCall?[] _places = []; // As many as a power of two.
    private int _head; // The place of the first call; places are counted on and on, modulo their number.
    private int _end; // Behind the last one.

    /// <summary>The number of calls.</summary>
    public int Count { get; private set; }

    /// <summary>The call that has waited longest; null where there is none.</summary>
    public NativeCall? First => Count == 0 ? null : At(_head);

    /// <summary>The calls, the one that has waited longest first; the list must not change meanwhile.</summary>
    public IEnumerable<NativeCall> All
    {
        get
        {
            for (int place = _head; place != _end; place++)
            {
                if (At(place) is { } call)
                {
                    yield return call;
                }
            }
        }
    }

    /// <summary>Appends a call that stands in no list.</summary>
    public void Add(NativeCall call)
    {
        MakeRoom();
        Put(call, _end++);
    }

    /// <summary>Puts a call that stands in no list before all others.</summary>
    public void AddFirst(NativeCall call)
    {
        MakeRoom();
        Put(call, --_head);
    }

    /// <summary>Takes a call out, wherever in the list it stands.</summary>
    public void Remove(NativeCall call)
    {
        Debug.Assert(call.List == this, "A call leaves the list that it stands in.");
        At(call.Place) = null;
        call.List = null;
        Count--;
        PassEmptyPlaces();
    }

    /// <summary>Takes out the call that has waited longest.</summary>
    public NativeCall RemoveFirst()
    {
        NativeCall call = At(_head)!;
        Remove(call);
        return call;
    }

    private ref NativeCall? At(int place) => ref _places[place & (_places.Length - 1)];

    private void Put(NativeCall call, int place)
    {
        At(place) = call;
        call.List = this;
        call.Place = place;
        Count++;
    }

    // The first place is never an empty one.
    private void PassEmptyPlaces()
    {
        if (Count == 0)
        {
            _head = _end;
            _places = _places.Length > MostPlacesAtRest ? [] : _places;
            return;
        }

        while (At(_head) is null)
        {
            _head++;
        }
    }

    private void MakeRoom()
    {
        if (_end - _head == _places.Length)
        {
            Rearrange();
        }
    }

    // Half of the places are free afterwards, so that whoever comes and leaves behind one that stays costs a constant each on average.
    private void Rearrange()
    {
        NativeCall[] calls = [.. All];
        int places = Math.Max(InitialPlaces, _places.Length);
        while (places < 2 * calls.Length)
        {
            places *= 2;
        }

        _places = new NativeCall?[places];
        _head = 0;
        _end = 0;
        Count = 0;
        foreach (NativeCall call in calls)
        {
            Put(call, _end++);
        }
    }
}
