using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace ActorFfi.Native.Tests.Callbacks;

public sealed class TrampolineTests
{
    [Fact]
    public void Memory_OfTrampolines_IsExecutableAndNeverWritableAtOnce()
    {
        bool wasFilled = false;
        nint address = ExecutableMemory.Create(0, 1 << 16, memory =>
        {
            wasFilled = true;
            Assert.Equal("rw-p", ProtectionOf(memory));
            memory.Fill(0xC3);
        });

        Assert.True(wasFilled);
        Assert.Equal("r-xp", ProtectionAt((ulong)address));
    }

    [Fact]
    public void Code_OfAChunk_JumpsToItsCommonParts()
    {
        byte[] chunk = new byte[TrampolineCode.CommonSize + (2 * TrampolineCode.Size)];
        TrampolineCode.Write(chunk, 7, 0x11223344);

        for (int slot = 0; slot < 2; slot++)
        {
            int start = TrampolineCode.CommonSize + (slot * TrampolineCode.Size);
            int withFloats = start + TrampolineCode.WithFloats;
            Assert.Equal((7 + slot, 7 + slot), (BitConverter.ToInt32(chunk, start + 2), BitConverter.ToInt32(chunk, withFloats + 2)));
            Assert.Equal(0x55, chunk[start + 11 + BitConverter.ToInt32(chunk, start + 7)]);
            Assert.Equal(0x55, chunk[withFloats + 11 + BitConverter.ToInt32(chunk, withFloats + 7)]);
            Assert.NotEqual(start + BitConverter.ToInt32(chunk, start + 7), withFloats + BitConverter.ToInt32(chunk, withFloats + 7));
        }
    }

    private static string ProtectionOf(Span<byte> memory) =>
        ProtectionAt((ulong)Unsafe.ByteOffset(ref Unsafe.NullRef<byte>(), ref MemoryMarshal.GetReference(memory)));

    private static string ProtectionAt(ulong address)
    {
        foreach (string line in File.ReadLines("/proc/self/maps"))
        {
            string[] words = line.Split(' ', '-');
            if (Convert.ToUInt64(words[0], 16) <= address && address < Convert.ToUInt64(words[1], 16))
            {
                return line.Split(' ')[1];
            }
        }

        throw new InvalidOperationException("Nothing is mapped there.");
    }
}
