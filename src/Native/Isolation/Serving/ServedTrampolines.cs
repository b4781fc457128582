// Safety: memory is mapped only where nothing is yet, filled while nobody can execute it, and never unmapped.
namespace ActorFfi;

/// <summary>The parent's trampolines, mirrored at the same addresses: what is passed as a callback there can be called here.</summary>
internal static unsafe class ServedTrampolines
{
    private static readonly Lock _gate = new();
    private static volatile int _count;

    /// <summary>Mirrors what the parent has made since.</summary>
    /// <exception cref="InvalidOperationException">Something else lies where the parent has its trampolines.</exception>
    public static void Mirror(nint channel)
    {
        if (_count != SharedWord.Read32(channel + ChannelLayout.TrampolineChunks))
        {
            MirrorNew(channel);
        }
    }

    private static void MirrorNew(nint channel)
    {
        lock (_gate)
        {
            while (_count < SharedWord.Read32(channel + ChannelLayout.TrampolineChunks))
            {
                nint address = (nint)SharedWord.Read64(channel + ChannelLayout.TrampolineAddresses + (_count * sizeof(long)));
                int first = TrampolinePool.FirstOf(_count);
                ExecutableMemory.CreateAt(address, TrampolinePool.ChunkSize, chunk => TrampolineCode.Write(chunk, first, ServedCallbacks.Entry));
                _count++;
            }
        }
    }
}
