using System.Runtime.InteropServices;

namespace ActorFfi;

/// <summary>Calls on their way into a queue: a stack without a lock, which is taken whole and turned over.</summary>
/// <remarks>
/// Threads: any thread pushes, whoever holds the mailbox's lock takes. A call that leaves and comes back between two looks of a
/// pushing thread does no harm: what counts is that it is on top.
/// </remarks>
internal sealed class IncomingCalls
{
    private Top _top;

    /// <summary>Whether nothing came in since the last take.</summary>
    public bool IsEmpty => Volatile.Read(ref _top.Call) is null;

    /// <summary>Pushes a call, unless as many as that came in already.</summary>
    public bool TryPush(NativeCall call, int most)
    {
        NativeCall? top = Volatile.Read(ref _top.Call);
        while (true)
        {
            int depth = top is null ? 1 : top.Depth + 1;
            if (depth > most)
            {
                call.Next = null; // A lost race has left its mark.
                return false;
            }

            call.Next = top;
            call.Depth = depth;
            NativeCall? seen = Interlocked.CompareExchange(ref _top.Call, call, top);
            if (seen == top)
            {
                return true;
            }

            top = seen;
        }
    }

    /// <summary>Takes everything: the call that came first, linked to the later ones.</summary>
    public NativeCall? TakeAll()
    {
        NativeCall? first = null;
        NativeCall? call = Interlocked.Exchange(ref _top.Call, null);
        while (call is not null)
        {
            NativeCall? earlier = call.Next;
            call.Next = first;
            first = call;
            call = earlier;
        }

        return first;
    }

    // Alone in its cache lines, which every posting thread writes.
    [StructLayout(LayoutKind.Explicit, Size = 192)]
    private struct Top
    {
        [FieldOffset(128)]
        public NativeCall? Call;
    }
}
