using System.Collections.Concurrent;

namespace ActorFfi;

/// <summary>One start of one library; every handle that native code gave out carries the generation it belongs to.</summary>
internal sealed class LibraryGeneration(string library, int number)
{
    private static readonly NativeSignature _noSignature = NativeSignature.None;
    private static bool _anyMayCallBack;

    private readonly ConcurrentDictionary<NativeSignature, FunctionBinding> _bindings = new(ReferenceEqualityComparer.Instance);
    private volatile bool _ended;
    private bool _mayCallBack; // Set before native code learns of a callback, and never cleared.

    /// <summary>What pointers belong to that no library is known to have given out.</summary>
    public static LibraryGeneration None { get; } = new("none", 0);

    /// <summary>The name of the library.</summary>
    public string Library { get; } = library;

    /// <summary>How often the library had been started, this start included; the first is 1.</summary>
    public int Number { get; } = number;

    /// <summary>The buffers that native code keeps; given back after the library has stopped.</summary>
    public LoanRegistry Loans => field ??= new LoanRegistry { Guest = Guest };

    /// <summary>Whether the library was stopped or restarted since, so that what carries this generation is stale.</summary>
    public bool HasEnded => _ended;

    /// <summary>Whether native code of the library may hold a callback, so that its calls keep track of what callbacks do.</summary>
    public bool MayCallBack => _mayCallBack || _anyMayCallBack;

    /// <summary>The guest whose handles carry this; null for a library in this process.</summary>
    public GuestProcess? Guest { get; init; }

    /// <summary>What calls functions that the library gave out, under its limits; null where there are none.</summary>
    public IForeignCalls? Calls { get; set; }

    /// <summary>Notes that a callback is put where any library may find it.</summary>
    public static void LetAllCallBack() => _anyMayCallBack = true;

    /// <summary>Notes that native code of the library gets a callback.</summary>
    public void LetCallBack() => _mayCallBack = true;

    /// <summary>What functions of a signature share; the signature is null where the declaration gives none.</summary>
    public FunctionBinding BindingOf(NativeSignature? signature) =>
        _bindings.GetOrAdd(signature ?? _noSignature, static (_, of) => new FunctionBinding(of.signature, of.generation), (signature, generation: this));

    /// <summary>Turns every handle of this generation stale.</summary>
    public void End() => _ended = true;
}
