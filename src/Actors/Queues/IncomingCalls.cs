using System.Runtime.InteropServices;

namespace ActorFfi;

/// <summary>Calls on their way into a queue: a ring that is filled without a lock, and emptied by whoever holds the mailbox's lock.</summary>
/// <remarks>
/// Who posts claims a place by one compare-and-swap and then writes the call there, so that calls need not be linked to each other: whoever
/// takes them reads places that lie side by side, instead of fetching from call to call what another core has just written.
/// Whoever takes waits for what was claimed and is not written yet, as a concurrent queue does.
/// Threads: any thread pushes; all else needs the mailbox's lock, but for <see cref="IsEmpty"/>, which is a guess without it.
/// </remarks>
internal sealed class IncomingCalls
{
    private const int FewestPlaces = 16;
    private const int MostPlaces = 1024;
    private const long Closed = 1L << 62; // Above every limit.
    private const int SinglesAfterBurst = 16; // Who keeps up with those that post finds single calls too.

    private Ring _ring = new() { Places = new NativeCall?[FewestPlaces] };
    private long _head; // The first place that is not taken; places are counted on and on, modulo their number.
    private int _singles = SinglesAfterBurst; // How often no more than one call was there to be taken, since it was several.
    private bool _isClosed;

    /// <summary>Whether nothing came in since the last take.</summary>
    public bool IsEmpty => Volatile.Read(ref _ring.End) == Volatile.Read(ref _head);

    /// <summary>Whether several calls came in at once lately.</summary>
    public bool IsBurst => _singles < SinglesAfterBurst;

    /// <summary>Pushes a call, unless there is no room. A full fence.</summary>
    public bool TryPush(NativeCall call)
    {
        long place = Volatile.Read(ref _ring.End);
        while (place < Volatile.Read(ref _ring.Limit))
        {
            long seen = Interlocked.CompareExchange(ref _ring.End, place + 1, place);
            if (seen == place)
            {
                NativeCall?[] places = _ring.Places; // Only now: as long as this place is claimed and not taken, it is these.
                Volatile.Write(ref places[(int)place & (places.Length - 1)], call);
                return true;
            }

            place = seen;
        }

        return false;
    }

    /// <summary>Begins to take: what came in until now is to be taken, and then <see cref="EndTake"/> called.</summary>
    /// <returns>How many calls there are.</returns>
    public int BeginTake()
    {
        long end = Volatile.Read(ref _ring.End);
        if (end - _head == _ring.Places.Length && _ring.Places.Length < MostPlaces)
        {
            end = Interlocked.Or(ref _ring.End, Closed); // It was too small: nobody claims a place until there are more.
            _isClosed = true;
        }

        int count = (int)(end - _head);
        _singles = count > 1 ? 0 : Math.Min(_singles + 1, SinglesAfterBurst);
        return count;
    }

    /// <summary>Takes the call that came first.</summary>
    public NativeCall Take()
    {
        ref NativeCall? place = ref _ring.Places[(int)_head & (_ring.Places.Length - 1)];
        NativeCall call = Volatile.Read(ref place) ?? Await(ref place);
        place = null;
        _head++;
        return call;
    }

    /// <summary>Ends a take.</summary>
    /// <param name="room">How many calls may come in until the next one.</param>
    public void EndTake(int room)
    {
        if (_isClosed)
        {
            _isClosed = false;
            _ring.Places = new NativeCall?[_ring.Places.Length * 4];
            Admit(room);
            Volatile.Write(ref _ring.End, _head);
        }
        else if (LimitFor(room) is var limit && (limit < _ring.Limit || limit - _ring.Limit >= _ring.Places.Length / 4))
        {
            Volatile.Write(ref _ring.Limit, limit); // Not for each call: those who post have its cache line.
        }
    }

    /// <summary>Says how many calls may come in until the next take; at most as many as there are places do.</summary>
    public void Admit(int room) => Volatile.Write(ref _ring.Limit, LimitFor(room));

    private long LimitFor(int room) => _head + Math.Min(room, _ring.Places.Length);

    private static NativeCall Await(ref NativeCall? place)
    {
        SpinWait spin = default;
        NativeCall? call;
        while ((call = Volatile.Read(ref place)) is null)
        {
            spin.SpinOnce();
        }

        return call;
    }

    // In cache lines of their own: what every posting thread writes, and what it reads and is rarely written.
    [StructLayout(LayoutKind.Explicit, Size = 320)]
    private struct Ring
    {
        [FieldOffset(128)]
        public long End;

        [FieldOffset(256)]
        public long Limit;

        [FieldOffset(264)]
        public NativeCall?[] Places; // Changed only while nobody can claim one.
    }
}
