using System.Collections.Concurrent;
using System.Runtime.CompilerServices;

namespace ActorFfi;

/// <summary>One start of one library; every handle that native code gave out carries the generation it belongs to.</summary>
/// <remarks>Threads: any.</remarks>
internal sealed class LibraryGeneration(string library, int number)
{
    private const int Ended = 1;
    private const int CallsBack = 2;

    private static readonly NativeSignature _noSignature = NativeSignature.None;
    private static long _lastId = ThreadSlot.Nobody;
    private static volatile bool _anyMayCallBack;

    private readonly ConcurrentDictionary<NativeSignature, FunctionBinding> _bindings = new(ReferenceEqualityComparer.Instance);
    private volatile int _attention; // The two bits above; they are set by interlocked operations and never cleared.
    private int _countedUses; // Interlocked: the uses that no thread's slot speaks for.
    private volatile TaskCompletionSource? _left; // Completed when a use has ended after the generation; null while nobody waits.

    /// <summary>What pointers belong to that no library is known to have given out.</summary>
    public static LibraryGeneration None { get; } = new("none", 0);

    /// <summary>The name of the library.</summary>
    public string Library { get; } = library;

    /// <summary>How often the library had been started, this start included; the first is 1.</summary>
    public int Number { get; } = number;

    /// <summary>What a thread's slot holds while it uses this generation; no two generations of the process have the same.</summary>
    public long Id { get; } = Interlocked.Increment(ref _lastId);

    /// <summary>What keeps the library loaded after the generation.</summary>
    public GenerationHolds Holds { get; } = new();

    /// <summary>The buffers that native code keeps; given back after the library has stopped.</summary>
    public LoanRegistry Loans => field ??= new LoanRegistry { Guest = Guest };

    /// <summary>Whether the library was stopped or restarted since, so that what carries this generation is stale.</summary>
    public bool HasEnded
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => (_attention & Ended) != 0;
    }

    /// <summary>Whether native code of the library may hold a callback, so that its calls keep track of what callbacks do.</summary>
    public bool MayCallBack => (_attention & CallsBack) != 0 || _anyMayCallBack;

    /// <summary>Whether a call needs neither of the two: it may just be made.</summary>
    public bool IsPlain
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => _attention == 0 && !_anyMayCallBack;
    }

    /// <summary>The guest whose handles carry this; null for a library in this process.</summary>
    public GuestProcess? Guest { get; init; }

    /// <summary>What calls functions that the library gave out, under its limits; null where there are none.</summary>
    public IForeignCalls? Calls { get; set; }

    /// <summary>Notes that a callback is put where any library may find it.</summary>
    public static void LetAllCallBack() => _anyMayCallBack = true;

    /// <summary>Notes that native code of the library gets a callback.</summary>
    public void LetCallBack()
    {
        if ((_attention & CallsBack) == 0)
        {
            Attend(CallsBack);
        }
    }

    /// <summary>Notes that an address is put where other native code may find it. What lies in a guest is not unloaded under anybody here.</summary>
    public void NoteEscape(nint address)
    {
        if (Guest is null)
        {
            Holds.NoteEscape(address);
        }
    }

    /// <summary>What functions of a signature share; the signature is null where the declaration gives none.</summary>
    public FunctionBinding BindingOf(NativeSignature? signature) =>
        _bindings.GetOrAdd(signature ?? _noSignature, static (_, of) => new FunctionBinding(of.signature, of.generation), (signature, generation: this));

    /// <summary>Turns every handle of this generation stale: no use of it begins any more.</summary>
    public void End() => Attend(Ended);

    /// <summary>Completes when nothing uses the generation any more; it must have ended.</summary>
    public async Task WhenUnused()
    {
        // From here on a thread that had not seen the end in time has published its use.
        Interlocked.MemoryBarrierProcessWide();
        while (true)
        {
            TaskCompletionSource left = new(TaskCreationOptions.RunContinuationsAsynchronously);
            _left = left; // Before the look, so that whoever leaves after it says so here.
            Interlocked.MemoryBarrier();
            if (!IsUsed)
            {
                _left = null;
                return;
            }

            await left.Task.ConfigureAwait(false);
        }
    }

    /// <summary>Counts a use of a thread whose slot speaks for another library; <see cref="EndCountedUse"/> follows in any case.</summary>
    /// <returns>False where the generation has ended.</returns>
    public bool TryCountUse()
    {
        CountUse();
        return !HasEnded;
    }

    /// <summary>Counts the use of whoever ends the library; <see cref="EndCountedUse"/> follows in any case.</summary>
    public void CountUse() => Interlocked.Increment(ref _countedUses);

    /// <summary>Ends such a use.</summary>
    public void EndCountedUse()
    {
        Interlocked.Decrement(ref _countedUses);
        NoteLeft();
    }

    /// <summary>Tells whoever waits for it that a use has ended.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public void NoteLeft() => _left?.TrySetResult();

    /// <summary>Whether something uses it right now; to be believed once it has ended and <see cref="WhenUnused"/> was called.</summary>
    public bool IsUsed => Volatile.Read(ref _countedUses) != 0 || ThreadSlots.HaveUser(Id);

    private void Attend(int bit)
    {
        int seen = _attention;
        while (Interlocked.CompareExchange(ref _attention, seen | bit, seen) is int now && now != seen)
        {
            seen = now;
        }
    }
}
