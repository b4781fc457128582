using System.Diagnostics.CodeAnalysis;

namespace ActorFfi;

/// <summary>The guests of a library: those that take calls, each in a slot of its own, and the spares that take the place of one that died.</summary>
/// <remarks>
/// The pool belongs to the library's entry and outlives its actors, so that calls wait here for the next guest. A spare takes over in
/// the step in which a death is noticed; actors only start new guests. Threads: guarded by the lock, callers are resumed outside it.
/// </remarks>
internal sealed partial class GuestPool
{
    private readonly LibraryEntry _library;
    private readonly Lock _gate = new();
    private readonly Guest?[] _slots;
    private readonly List<Guest> _spares = [];
    private readonly List<Guest> _leaving = [];
    private readonly GuestWaiters _waiting = new();
    private readonly List<Task> _ends = [];
    private readonly long _callsUntilRecycling;

    public GuestPool(LibraryEntry library, IsolationSettings settings)
    {
        _library = library;
        Settings = settings;
        _slots = new Guest?[settings.Processes];
        _callsUntilRecycling = settings.Recycle.Calls ?? long.MaxValue;
    }

    /// <summary>How the library is isolated.</summary>
    public IsolationSettings Settings { get; }

    /// <summary>Called when a guest has run as many calls as it is to run, once for each guest.</summary>
    public Action<Guest>? Worn { get; set; }

    /// <summary>What callbacks of the library carry, whichever guest they are passed to; replaced with each start of the library.</summary>
    public LibraryGeneration? Generation { get; set; }

    /// <summary>Who waits for all guests to be replaced.</summary>
    public GuestRolls Rolls { get; } = new();

    /// <summary>Who waits for memory of the arena.</summary>
    public RoomWaiters Room { get; } = new();

    /// <summary>The guests that take calls.</summary>
    public Guest[] Active
    {
        get
        {
            lock (_gate)
            {
                return [.. _slots.OfType<Guest>()];
            }
        }
    }

    /// <summary>The guest that all calls go to where there is one at a time; null where there are several, or none now. A guess, taken without the lock.</summary>
    public GuestProcess? Only => _slots.Length == 1 ? Volatile.Read(ref _slots[0])?.Process : null;

    /// <summary>The guests that wait to take the place of one that dies.</summary>
    public Guest[] Spares
    {
        get
        {
            lock (_gate)
            {
                return [.. _spares];
            }
        }
    }

    /// <summary>The guests for those who want to look.</summary>
    public IReadOnlyList<GuestInfo> Describe()
    {
        (Guest Guest, GuestState State, int Busy)[] seen;
        lock (_gate)
        {
            seen =
            [
                .. _slots.OfType<Guest>().Select(static guest => (guest, GuestState.Serving, guest.Busy)),
                .. _spares.Select(static guest => (guest, GuestState.Spare, guest.Busy)),
                .. _leaving.Where(static guest => guest.Exit is null).Select(static guest => (guest, GuestState.Leaving, guest.Busy)),
            ];
        }

        return [.. seen.Select(static one => one.Guest.Describe(one.State, one.Busy))]; // Reads files, hence not under the lock.
    }

    /// <summary>What pointers carry that native code wrote into a buffer: the guest's, as long as there can be only one.</summary>
    /// <exception cref="LibraryUnavailableException">No guest takes calls.</exception>
    public LibraryGeneration CurrentGeneration() => Active is [Guest only, ..]
        ? _slots.Length == 1 ? only.Process.Generation : Generation!
        : throw _library.Unavailable();

    /// <summary>A variable of the guest that takes calls; null while there is none.</summary>
    /// <exception cref="NotSupportedException">There are several guests, and each has a variable of its own.</exception>
    public NativeVariable? VariableOf(SymbolEntry symbol) => _slots.Length == 1
        ? (Active is [Guest only] ? only.Process.Variable(symbol.Name) : null)
        : throw new NotSupportedException($"Variable '{symbol.Name}' of library '{symbol.LibraryName}' is there {_slots.Length} times, in each of its processes. Give '{nameof(LibraryOptions.Processes)}' as 1, or call functions that read and write it.");

    /// <summary>Which guests may run a call.</summary>
    public GuestWish WishOf(NativeCall call) => WishOf(call.Symbol, call.Arguments);

    /// <summary>The same for arguments that are bound: the guest that handles among them come from, or the one that their key stands for.</summary>
    public GuestWish WishOf(SymbolEntry symbol, CallArguments arguments)
    {
        GuestProcess? owner = arguments.Guest ?? (symbol.IsForeign ? symbol.Function!.Generation.Guest : null);
        bool hasSlot = owner is null && symbol.Definition.KeyIndex >= 0 && _slots.Length > 1;
        return new GuestWish(symbol, owner, hasSlot ? SlotOf(arguments.KeyOf(symbol.Plan, symbol.Definition.KeyIndex)) : -1);
    }

    /// <summary>Whether a lane that somebody has will do for another call.</summary>
    public static bool Fits(in HeldLane place, in GuestWish wish) =>
        wish is { Process: null, Slot: < 0 } || wish.Process == place.Guest.Process;

    /// <summary>Whether who has a lane may go on with it: nobody waits for it, and no other guest could be less busy.</summary>
    public bool LetsKeep(in HeldLane place) => _slots.Length == 1 && _waiting.Count == 0 && !place.Guest.IsLeaving;

    /// <summary>The lane of a call that waits for the callback which this thread runs, if it may run another call.</summary>
    public bool TryFindOuter(GuestLane lane, in GuestWish wish, out HeldLane place)
    {
        Guest? guest = Find(lane.Guest);
        place = guest is null ? default : new HeldLane(guest, lane);
        return guest is not null && (wish.Process is null || wish.Process == lane.Guest);
    }

    /// <summary>Takes a lane of the least busy guest that may run a call.</summary>
    /// <returns>False where none is free.</returns>
    /// <exception cref="StaleHandleException">The guest that the call's handles belong to is gone.</exception>
    public bool TryEnter(in GuestWish wish, out HeldLane place)
    {
        lock (_gate)
        {
            return TryEnter_NeedsLock(wish, out place);
        }
    }

    /// <summary>Counts a call that goes to a guest.</summary>
    public void Count(Guest guest)
    {
        if (guest.CountCall() == _callsUntilRecycling)
        {
            Worn?.Invoke(guest);
        }
    }

    /// <summary>Adds a guest that is ready; it takes calls if a slot is empty.</summary>
    /// <returns>Whether it takes calls.</returns>
    public bool Add(Guest guest)
    {
        bool isActive;
        lock (_gate)
        {
            int slot = guest.IsLeaving ? -1 : Array.IndexOf(_slots, null);
            isActive = slot >= 0;
            if (isActive)
            {
                Activate_NeedsLock(guest, slot);
            }
            else if (!guest.IsLeaving)
            {
                _spares.Add(guest);
            }
        }

        ResumeAll();
        return isActive;
    }

    /// <summary>Puts a new guest into the place of another, which finishes its calls and takes no new ones.</summary>
    /// <returns>False where the other one is gone, or the new one is, and nothing was done.</returns>
    public bool Replace(Guest guest, Guest successor)
    {
        lock (_gate)
        {
            int slot = Array.IndexOf(_slots, guest);
            bool isSpare = _spares.Remove(guest);
            if (successor.IsLeaving || (slot < 0 && !isSpare))
            {
                return false;
            }

            if (isSpare)
            {
                _spares.Add(successor);
            }
            else
            {
                Activate_NeedsLock(successor, slot);
            }

            Leave_NeedsLock(guest);
        }

        ResumeAll();
        return true;
    }

    /// <summary>Lets a guest take no new calls.</summary>
    public void Leave(Guest guest)
    {
        lock (_gate)
        {
            Remove_NeedsLock(guest);
            Leave_NeedsLock(guest);
        }

        ResumeAll(); // Those that wait for it.
    }

    /// <summary>Notes a death: a spare takes the guest's place.</summary>
    public void NoteDeath(Guest guest, GuestExit exit)
    {
        bool isLast;
        lock (_gate)
        {
            int slot = Remove_NeedsLock(guest);
            guest.NoteDeath_NeedsLock(exit);
            ForgetIfDrained_NeedsLock(guest);
            if (slot >= 0 && _spares.Count > 0)
            {
                Guest spare = _spares[0];
                _spares.RemoveAt(0);
                Activate_NeedsLock(spare, slot);
            }

            isLast = slot >= 0 && Array.TrueForAll(_slots, static other => other is null);
        }

        if (isLast)
        {
            _library.TryEnter([LibraryState.Ready], _library.Now(LibraryState.Loading, $"Its guest, process {exit.Pid}, {exit}, and another one is being started."), isSettled: false);
        }

        ResumeAll();
    }

    /// <summary>The guest of a process, as long as it has calls or takes some; null otherwise.</summary>
    public Guest? Find(GuestProcess process)
    {
        lock (_gate)
        {
            return Find_NeedsLock(process);
        }
    }

    /// <summary>Remembers the end of a guest, so that the next start of the library can wait for it.</summary>
    public void Track(Task end)
    {
        lock (_gate)
        {
            _ends.RemoveAll(static task => task.IsCompleted);
            _ends.Add(end);
        }
    }

    /// <summary>Completes when every guest that is to end has ended.</summary>
    public Task WhenAllEnded()
    {
        lock (_gate)
        {
            return Task.WhenAll([.. _ends]);
        }
    }

    private bool TryEnter_NeedsLock(in GuestWish wish, out HeldLane place)
    {
        if (Find_NeedsLock(wish, out bool isGone) is { } guest)
        {
            place = new HeldLane(guest, guest.TakeLane_NeedsLock(wish.Symbol));
            return true;
        }

        if (isGone)
        {
            ThrowGone(wish.Process!);
        }

        place = default;
        return false;
    }

    private Guest? Find_NeedsLock(in GuestWish wish, out bool isGone)
    {
        isGone = false;
        if (wish.Process is { } process)
        {
            Guest? owner = Find_NeedsLock(process);
            isGone = owner is null || process.HasEnded;
            return owner is { HasLane: true } && !isGone ? owner : null;
        }

        if (wish.Slot >= 0)
        {
            return CanServe(_slots[wish.Slot]) ? _slots[wish.Slot] : null;
        }

        Guest? best = null;
        foreach (Guest? guest in _slots)
        {
            if (CanServe(guest) && !(best?.Busy <= guest.Busy))
            {
                best = guest;
            }
        }

        return best;
    }

    private Guest? Find_NeedsLock(GuestProcess process) =>
        Array.Find(_slots, guest => guest?.Process == process) ?? _leaving.Find(guest => guest.Process == process);

    private static bool CanServe([NotNullWhen(true)] Guest? guest) => guest is { HasLane: true } && !guest.Process.HasEnded;

    private int SlotOf(long key) => (int)((uint)HashCode.Combine(key) % (uint)_slots.Length);

    private void Activate_NeedsLock(Guest guest, int slot)
    {
        _slots[slot] = guest;
        guest.ServesSince = _library.Time.GetTimestamp();
    }

    private int Remove_NeedsLock(Guest guest)
    {
        int slot = Array.IndexOf(_slots, guest);
        if (slot >= 0)
        {
            _slots[slot] = null;
        }

        _spares.Remove(guest);
        return slot;
    }

    private void Leave_NeedsLock(Guest guest)
    {
        guest.Leave_NeedsLock();
        if (!guest.Drained.IsCompleted && !_leaving.Contains(guest))
        {
            _leaving.Add(guest);
        }
    }

    private void ForgetIfDrained_NeedsLock(Guest guest)
    {
        if (guest.IsLeaving && guest.Drained.IsCompleted)
        {
            _leaving.Remove(guest);
        }
    }

    [DoesNotReturn]
    private static void ThrowGone(GuestProcess process) => throw new StaleHandleException("A handle", process.Generation);
}
