// Safety: the frame and the leases are those of bound arguments, which hold what they point to; slots are read within the
// frame's size, and buffers within the lengths of their leases.
using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace ActorFfi;

/// <summary>What tells the arguments of one call from those of others.</summary>
/// <remarks>
/// Numbers and structs count by value, texts by their characters, memory by its length, and where native code may not write to it
/// also by its contents: the first and the last 32 KiB. Pointers that native code gave out do not count, since they differ from start to start.
/// </remarks>
internal static unsafe class CallFingerprint
{
    private const int Sample = 32 * 1024;

    /// <summary>The fingerprint of bound arguments.</summary>
    public static UInt128 Of(CallArguments arguments)
    {
        using IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        ReadOnlySpan<ParameterPlan> parameters = arguments.Plan.Parameters;
        for (int i = 0; i < parameters.Length; i++)
        {
            NativeType type = parameters[i].Parameter.Type;
            if (!type.IsPointer)
            {
                Append(hash, (byte*)arguments.Frame + arguments.Plan.Layout.Argument(i), type.Size);
            }
            else if (arguments.TextOf(i) is { } text)
            {
                hash.AppendData(MemoryMarshal.AsBytes(text.AsSpan()));
            }
        }

        foreach (ref readonly BufferLease lease in arguments.Leases)
        {
            Append(hash, lease);
        }

        Span<byte> digest = stackalloc byte[SHA256.HashSizeInBytes];
        hash.GetHashAndReset(digest);
        return BitConverter.ToUInt128(digest);
    }

    private static void Append(IncrementalHash hash, in BufferLease lease)
    {
        long length = lease.Length;
        Append(hash, (byte*)&length, sizeof(long));
        if (!lease.IsWritable)
        {
            int sample = (int)Math.Min(length, Sample);
            Append(hash, (byte*)lease.Address, sample);
            Append(hash, (byte*)lease.Address + length - sample, sample);
        }
    }

    private static void Append(IncrementalHash hash, byte* start, int length) => hash.AppendData(new ReadOnlySpan<byte>(start, length));
}
