using static ActorFfi.BufferEvent;
using static ActorFfi.BufferPhase;

namespace ActorFfi;

/// <summary>Every transition of a buffer's state, as a pure function; what is not listed is refused.</summary>
internal static class BufferStateTable
{
    private const int Refused = -1;

    /// <summary>Gives the word that follows <paramref name="word"/> when <paramref name="happening"/> occurs.</summary>
    /// <returns>False where the event is refused in that state; <paramref name="next"/> is then meaningless.</returns>
    public static bool TryNext(BufferWord word, BufferEvent happening, out BufferWord next)
    {
        next = word.Phase == Reading ? NextOfReading(word, happening) : NextOf(word, happening);
        return next.Raw != Refused;
    }

    /// <summary>Whether the step from one word to the other is the one that frees the memory.</summary>
    public static bool Frees(BufferWord from, BufferWord to) => to.Phase == Disposed && from.Phase != Disposed;

    private static BufferWord NextOf(BufferWord word, BufferEvent happening) => (word.Phase, happening) switch
    {
        (Owned, BeginRead) => new BufferWord(Reading, 1),
        (Owned, BeginWrite) => new BufferWord(Writing),
        (Owned, Detach) => new BufferWord(InFlight),
        (Owned, BufferEvent.Move) => new BufferWord(Moved),
        (Owned, Transfer) => new BufferWord(Transferred),
        (Owned, Dispose) => new BufferWord(Disposed),

        (Writing, EndWrite) => new BufferWord(Owned),
        (Writing, Tear) => new BufferWord(Torn),

        (InFlight, Attach) => new BufferWord(Owned),
        (InFlight, Lend) => new BufferWord(Lent),
        (InFlight, Tear) => new BufferWord(Torn),
        (InFlight, Abandon) => new BufferWord(Abandoned),
        (InFlight, Dispose) => new BufferWord(InFlightDisposed),

        (InFlightDisposed, Attach) => new BufferWord(Disposed),
        (InFlightDisposed, Lend) => new BufferWord(LentDisposed),
        (InFlightDisposed, Tear) => new BufferWord(Disposed),
        (InFlightDisposed, Abandon) => new BufferWord(Abandoned),
        (InFlightDisposed, Dispose) => word,

        (Lent, Reclaim) => new BufferWord(Owned),
        (Lent, Tear) => new BufferWord(Torn),
        (Lent, Dispose) => new BufferWord(LentDisposed),

        (LentDisposed, Reclaim) => new BufferWord(Disposed),
        (LentDisposed, Tear) => new BufferWord(Disposed),
        (LentDisposed, Dispose) => word,

        (Torn, Recover) => new BufferWord(Owned),
        (Torn, Dispose) => new BufferWord(Disposed),

        // Native code may still write here: the owner's Dispose changes nothing, only the return of native code frees.
        (Abandoned, Attach) => new BufferWord(Disposed),
        (Abandoned, Lend) => new BufferWord(LentDisposed),
        (Abandoned, Dispose) => word,

        // Dispose is idempotent, so that 'using' on a handle that was moved or transferred is harmless.
        (Moved, Dispose) => word,
        (Transferred, Dispose) => word,
        (Disposed, Dispose) => word,

        _ => new BufferWord(Refused),
    };

    private static BufferWord NextOfReading(BufferWord word, BufferEvent happening) => happening switch
    {
        BeginRead when word.Readers < BufferWord.MaxReaders => new BufferWord(Reading, word.Readers + 1),
        EndRead when word.Readers > 1 => new BufferWord(Reading, word.Readers - 1),
        EndRead => new BufferWord(Owned),
        _ => new BufferWord(Refused),
    };
}
