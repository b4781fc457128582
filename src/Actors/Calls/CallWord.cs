using System.Runtime.InteropServices;

namespace ActorFfi;

/// <summary>Where a call is on its way, whether its promise is awaited or answered, and which use of a pooled call this is: one word, so that one step moves all of it.</summary>
/// <remarks>
/// From the lowest byte: the <see cref="CallState"/>, two marks, and the use, so that whoever held on to an earlier use cannot answer a later one.
/// Threads: moves by compare-exchange, because a worker, a canceller, a closing queue and awaiting code may meet; where one thread alone may
/// move the state it writes that byte, which leaves the marks to the others.
/// </remarks>
[StructLayout(LayoutKind.Explicit)]
internal struct CallWord
{
    private const long StateMask = 0xFF;
    private const long Awaited = 0x100;
    private const long Answered = 0x200;
    private const int UseShift = 16;

    [FieldOffset(0)]
    private long _word;

    [FieldOffset(0)]
    private byte _state; // The lowest byte of the word: all platforms are little-endian.

    /// <summary>Where the call is.</summary>
    public readonly CallState State => (CallState)(byte)Volatile.Read(in _word);

    /// <summary>Which use this is.</summary>
    public readonly long Use => UseOf(Volatile.Read(in _word));

    /// <summary>The same, as the promise tells its uses apart.</summary>
    public readonly short Token => (short)(Volatile.Read(in _word) >> UseShift);

    /// <summary>A number that stands for this use and its running; 0 while the call is not running.</summary>
    public readonly long RunningTicket
    {
        get
        {
            long word = Volatile.Read(in _word);
            return (CallState)(byte)word == CallState.Running ? UseOf(word) | (long)CallState.Running : 0;
        }
    }

    /// <summary>The part of a word, or of a ticket, that tells the uses of a call apart.</summary>
    public static long UseOf(long word) => word & ~((1L << UseShift) - 1);

    /// <summary>Whether the promise of one use is answered.</summary>
    /// <exception cref="InvalidOperationException">The use is over.</exception>
    public readonly bool IsAnswered(short token)
    {
        long word = Volatile.Read(in _word);
        if ((short)(word >> UseShift) != token)
        {
            ThrowOver();
        }

        return (word & Answered) != 0;
    }

    /// <summary>Moves the state; only for a thread that alone may do so.</summary>
    public void Set(CallState state) => Volatile.Write(ref _state, (byte)state);

    /// <summary>Begins the next use of a call that nobody else has.</summary>
    public void Renew(CallState state) => Volatile.Write(ref _word, UseOf(_word) + (1L << UseShift) + (long)state);

    /// <summary>Moves the state if it is the expected one.</summary>
    public bool TryMove(CallState from, CallState to)
    {
        long word = Volatile.Read(ref _word);
        while ((CallState)(byte)word == from)
        {
            long seen = Interlocked.CompareExchange(ref _word, (word & ~StateMask) | (long)to, word);
            if (seen == word)
            {
                return true;
            }

            word = seen;
        }

        return false;
    }

    /// <summary>Moves the state if the call is still running with a ticket.</summary>
    public bool TryMove(long ticket, CallState to)
    {
        long word = Volatile.Read(ref _word);
        while ((word & ~(Awaited | Answered)) == ticket)
        {
            long seen = Interlocked.CompareExchange(ref _word, (word & ~StateMask) | (long)to, word);
            if (seen == word)
            {
                return true;
            }

            word = seen;
        }

        return false;
    }

    /// <summary>Completes a running call and answers its promise in one step; the reply must be there.</summary>
    /// <param name="isAwaited">Whether the code that awaits it is to be resumed.</param>
    /// <returns>False where the call was given up meanwhile.</returns>
    public bool TryComplete(out bool isAwaited)
    {
        long word = Volatile.Read(ref _word);
        while ((CallState)(byte)word == CallState.Running)
        {
            long seen = Interlocked.CompareExchange(ref _word, (word & ~StateMask) | (long)CallState.Completed | Answered, word);
            if (seen == word)
            {
                isAwaited = (word & Awaited) != 0;
                return true;
            }

            word = seen;
        }

        isAwaited = false;
        return false;
    }

    /// <summary>Answers the promise of a call that has come to its end; the reply must be there.</summary>
    /// <returns>Whether the code that awaits it is to be resumed.</returns>
    public bool Answer() => (Interlocked.Or(ref _word, Answered) & Awaited) != 0;

    /// <summary>Has the code that awaits the promise resumed by whoever answers it.</summary>
    /// <returns>False where the promise is answered already.</returns>
    /// <exception cref="InvalidOperationException">It is awaited already, or the use is over.</exception>
    public bool TryAwait(short token)
    {
        while (!IsAnswered(token))
        {
            long word = Volatile.Read(ref _word);
            if ((word & Answered) == 0 && Interlocked.CompareExchange(ref _word, word | Awaited, word) == word)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Refuses whoever awaits a promise twice.</summary>
    public readonly void DemandUnawaited(short token)
    {
        if ((short)(Volatile.Read(in _word) >> UseShift) != token || (Volatile.Read(in _word) & Awaited) != 0)
        {
            ThrowOver();
        }
    }

    private static void ThrowOver() => throw new InvalidOperationException("A promise was awaited twice. Await it once, or make a task of it with AsTask() and await that.");
}
