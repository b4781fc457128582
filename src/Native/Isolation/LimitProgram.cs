// Safety: what is written is an array of this method, pinned by the call; the descriptor belongs to whoever gets it.
using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace ActorFfi;

/// <summary>A program of some hundred bytes in a memory file: it bounds the memory of its process, and then executes the guest in its own place.</summary>
/// <remarks>The bound is there before the guest's first instruction; posix_spawn has no attribute for it.</remarks>
internal static unsafe class LimitProgram
{
    /// <summary>The descriptor under which the process gets the program, and closes it.</summary>
    public const int File = 7;

    /// <summary>What the process executes first.</summary>
    public const string Path = "/proc/self/fd/7";

    private const uint CloseOnExec = 1;
    private const uint Executable = 16;
    private const ulong Address = 0x400000;
    private const int HeadSize = 64 + 56;

    // The bound is there twice behind it, as the soft and the hard one.
    private static ReadOnlySpan<byte> Code =>
    [
        0xB8, 0x2E, 0x01, 0, 0,           // mov eax, the number of prlimit64
        0x31, 0xFF,                       // xor edi, edi: this process
        0xBE, 2, 0, 0, 0,                 // mov esi, RLIMIT_DATA
        0x48, 0x8D, 0x15, 0x3C, 0, 0, 0,  // lea rdx, [the bounds]
        0x45, 0x31, 0xD2,                 // xor r10d, r10d
        0x0F, 0x05,                       // syscall
        0x48, 0x85, 0xC0,                 // test rax, rax
        0x75, 0x26,                       // jnz to the exit
        0xB8, 3, 0, 0, 0,                 // mov eax, the number of close
        0xBF, File, 0, 0, 0,              // mov edi, this program
        0x0F, 0x05,                       // syscall
        0x48, 0x8B, 0x7C, 0x24, 0x08,     // mov rdi, the first argument: the guest
        0x48, 0x8D, 0x74, 0x24, 0x08,     // lea rsi, the arguments
        0x48, 0x8B, 0x04, 0x24,           // mov rax, their number
        0x48, 0x8D, 0x54, 0xC4, 0x10,     // lea rdx, the environment behind them
        0xB8, 0x3B, 0, 0, 0,              // mov eax, the number of execve
        0x0F, 0x05,                       // syscall
        0xB8, 0x3C, 0, 0, 0,              // mov eax, the number of exit
        0xBF, GuestExitCodes.NotExecuted, 0, 0, 0,
        0x0F, 0x05,                       // syscall
    ];

    /// <summary>Makes the program.</summary>
    /// <param name="bytes">The bound.</param>
    /// <returns>Its descriptor, closed on exec; -1 where the processor is not x86-64, or the system lets nobody execute memory files.</returns>
    public static int Create(long bytes)
    {
        if (RuntimeInformation.ProcessArchitecture != Architecture.X64)
        {
            return -1;
        }

        int file = LinuxCalls.CreateMemoryFile("actorffi-limit", CloseOnExec | Executable);
        if (file < 0)
        {
            file = LinuxCalls.CreateMemoryFile("actorffi-limit", CloseOnExec); // A system that does not know the flag lets all be executed.
        }

        byte[] image = ImageOf(bytes);
        fixed (byte* start = image)
        {
            if (file >= 0 && LinuxCalls.Write(file, start, (nuint)image.Length) == image.Length)
            {
                return GuestSpawn.MoveUp(file);
            }
        }

        if (file >= 0)
        {
            LinuxCalls.Close(file);
        }

        return -1;
    }

    // The head of an ELF file for x86-64, and its only segment, which is the whole file.
    private static byte[] ImageOf(long bytes)
    {
        byte[] image = new byte[HeadSize + Code.Length + (2 * sizeof(long))];
        Span<byte> head = image;
        ReadOnlySpan<byte> identity = [0x7F, (byte)'E', (byte)'L', (byte)'F', 2, 1, 1];
        identity.CopyTo(head);
        BinaryPrimitives.WriteUInt16LittleEndian(head[16..], 2); // An executable at a fixed address,
        BinaryPrimitives.WriteUInt16LittleEndian(head[18..], 62); // for x86-64.
        BinaryPrimitives.WriteUInt32LittleEndian(head[20..], 1);
        BinaryPrimitives.WriteUInt64LittleEndian(head[24..], Address + HeadSize);
        BinaryPrimitives.WriteUInt64LittleEndian(head[32..], 64);
        BinaryPrimitives.WriteUInt16LittleEndian(head[52..], 64);
        BinaryPrimitives.WriteUInt16LittleEndian(head[54..], 56);
        BinaryPrimitives.WriteUInt16LittleEndian(head[56..], 1);
        Span<byte> segment = head[64..];
        BinaryPrimitives.WriteUInt32LittleEndian(segment, 1);
        BinaryPrimitives.WriteUInt32LittleEndian(segment[4..], 1 | 4); // Executed and read.
        BinaryPrimitives.WriteUInt64LittleEndian(segment[16..], Address);
        BinaryPrimitives.WriteUInt64LittleEndian(segment[24..], Address);
        BinaryPrimitives.WriteUInt64LittleEndian(segment[32..], (ulong)image.Length);
        BinaryPrimitives.WriteUInt64LittleEndian(segment[40..], (ulong)image.Length);
        BinaryPrimitives.WriteUInt64LittleEndian(segment[48..], 0x1000);
        Code.CopyTo(head[HeadSize..]);
        BinaryPrimitives.WriteInt64LittleEndian(head[(HeadSize + Code.Length)..], bytes);
        BinaryPrimitives.WriteInt64LittleEndian(head[(HeadSize + Code.Length + sizeof(long))..], bytes);
        return image;
    }
}
