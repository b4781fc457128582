// Safety: handlers are machine code of this file alone, which keeps every register that a handler gets; it stores into the channel,
// which is never unmapped here. What sigaction reads and writes has more room than any C library needs, the handler being its first word.
using System.Runtime.InteropServices;

namespace ActorFfi;

/// <summary>Notes which thread a fault hit before it ends the guest, so that the parent knows whose call it was.</summary>
internal static unsafe class ServedFaults
{
    private const int ActionSize = 512;
    private const int FlagsOffset = 136; // struct sigaction of 64-bit C libraries on Linux.
    private const uint ResetHandler = 0x80000000;
    private const int CodeSize = 64;
    private const int PageSize = 4096;
    private const nint Ignore = 1;

    // Illegal instruction, trap, abort, bus error, floating-point exception, segmentation fault.
    private static readonly int[] _signals = [4, 5, 6, 7, 8, 11];

    private static ReadOnlySpan<byte> Note =>
    [
        0xB8, 186, 0, 0, 0, // mov eax, the number of gettid
        0x0F, 0x05,         // syscall
        0x48, 0xB9,         // mov rcx, the word, which follows
    ];

    private static ReadOnlySpan<byte> Store =>
    [
        0x89, 0x01, // mov [rcx], eax
    ];

    private static ReadOnlySpan<byte> Load =>
    [
        0x48, 0xB8, // mov rax, the handler before, which follows
    ];

    private static ReadOnlySpan<byte> Jump =>
    [
        0xFF, 0xE0, // jmp rax
    ];

    private const byte Return = 0xC3;

    /// <summary>Puts the note before each handler that there is; does nothing on other processors than x86-64.</summary>
    public static void NoteIn(nint word)
    {
        if (RuntimeInformation.ProcessArchitecture != Architecture.X64)
        {
            return;
        }

        byte* actions = stackalloc byte[_signals.Length * ActionSize];
        nint[] before = new nint[_signals.Length];
        for (int i = 0; i < _signals.Length; i++)
        {
            byte* action = actions + (i * ActionSize);
            LinuxCalls.SetAction(_signals[i], null, action);
            before[i] = *(nint*)action;
        }

        nint code = ExecutableMemory.Create(0, PageSize, page => Write(page, word, before));
        for (int i = 0; i < _signals.Length; i++)
        {
            byte* action = actions + (i * ActionSize);
            *(nint*)action = code + (i * CodeSize);
            *(uint*)(action + FlagsOffset) |= before[i] <= Ignore ? ResetHandler : 0; // The fault comes again, and then ends the process.
            LinuxCalls.SetAction(_signals[i], action, null);
        }
    }

    private static void Write(Span<byte> page, nint word, nint[] before)
    {
        for (int i = 0; i < before.Length; i++)
        {
            byte[] note = [.. Note, .. BitConverter.GetBytes((long)word), .. Store];
            byte[] rest = before[i] <= Ignore ? [Return] : [.. Load, .. BitConverter.GetBytes((long)before[i]), .. Jump];
            note.CopyTo(page[(i * CodeSize)..]);
            rest.CopyTo(page[((i * CodeSize) + note.Length)..]);
        }
    }
}
