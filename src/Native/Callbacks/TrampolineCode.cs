using System.Buffers.Binary;

namespace ActorFfi;

/// <summary>The machine code of trampolines: one small piece for each slot, which names the slot and goes on to a common part.</summary>
internal static class TrampolineCode
{
    /// <summary>The room for the common part, in bytes.</summary>
    public const int CommonSize = 256;

    /// <summary>The size of one trampoline, in bytes.</summary>
    public const int Size = 16;

    private const int EntryOffset = 96;
    private const byte Breakpoint = 0xCC;

    // Spills the argument registers, calls the entry with the slot and the frame, and loads the result registers.
    private static ReadOnlySpan<byte> Common =>
    [
        0x55,                                                 // push rbp
        0x48, 0x89, 0xE5,                                     // mov rbp, rsp
        0x48, 0x81, 0xEC, CallbackFrame.Reserved, 0, 0, 0,    // sub rsp, Reserved
        0x48, 0x89, 0x3C, 0x24,                               // mov [rsp], rdi
        0x48, 0x89, 0x74, 0x24, 0x08,                         // mov [rsp + 8], rsi
        0x48, 0x89, 0x54, 0x24, 0x10,                         // mov [rsp + 16], rdx
        0x48, 0x89, 0x4C, 0x24, 0x18,                         // mov [rsp + 24], rcx
        0x4C, 0x89, 0x44, 0x24, 0x20,                         // mov [rsp + 32], r8
        0x4C, 0x89, 0x4C, 0x24, 0x28,                         // mov [rsp + 40], r9
        0xF2, 0x0F, 0x11, 0x44, 0x24, 0x30,                   // movsd [rsp + 48], xmm0
        0xF2, 0x0F, 0x11, 0x4C, 0x24, 0x38,                   // movsd [rsp + 56], xmm1
        0xF2, 0x0F, 0x11, 0x54, 0x24, 0x40,                   // movsd [rsp + 64], xmm2
        0xF2, 0x0F, 0x11, 0x5C, 0x24, 0x48,                   // movsd [rsp + 72], xmm3
        0xF2, 0x0F, 0x11, 0x64, 0x24, 0x50,                   // movsd [rsp + 80], xmm4
        0xF2, 0x0F, 0x11, 0x6C, 0x24, 0x58,                   // movsd [rsp + 88], xmm5
        0xF2, 0x0F, 0x11, 0x74, 0x24, 0x60,                   // movsd [rsp + 96], xmm6
        0xF2, 0x0F, 0x11, 0x7C, 0x24, 0x68,                   // movsd [rsp + 104], xmm7
        0x44, 0x89, 0xDF,                                     // mov edi, r11d
        0x48, 0x89, 0xE6,                                     // mov rsi, rsp
        0x48, 0xB8, 0, 0, 0, 0, 0, 0, 0, 0,                   // mov rax, entry
        0xFF, 0xD0,                                           // call rax
        0x48, 0x8B, 0x44, 0x24, CallbackFrame.IntegerResult,  // mov rax, [rsp + IntegerResult]
        0x48, 0x8B, 0x54, 0x24, CallbackFrame.IntegerResult + 8,
        0xF2, 0x0F, 0x10, 0x84, 0x24, CallbackFrame.FloatResult, 0, 0, 0, // movsd xmm0, [rsp + FloatResult]
        0xF2, 0x0F, 0x10, 0x8C, 0x24, CallbackFrame.FloatResult + 8, 0, 0, 0,
        0xC9,                                                 // leave
        0xC3,                                                 // ret
    ];

    /// <summary>Writes the common part and, behind it, trampolines for consecutive slots until the chunk is full.</summary>
    public static void Write(Span<byte> chunk, int firstSlot, nint entry)
    {
        chunk.Fill(Breakpoint);
        Common.CopyTo(chunk);
        BinaryPrimitives.WriteInt64LittleEndian(chunk[EntryOffset..], entry);
        for (int start = CommonSize; start + Size <= chunk.Length; start += Size)
        {
            WriteTrampoline(chunk.Slice(start, Size), firstSlot++, distance: -start);
        }
    }

    // mov r11d, slot; jmp to the common part, counted from the end of the jump.
    private static void WriteTrampoline(Span<byte> code, int slot, int distance)
    {
        code[0] = 0x41;
        code[1] = 0xBB;
        BinaryPrimitives.WriteInt32LittleEndian(code[2..], slot);
        code[6] = 0xE9;
        BinaryPrimitives.WriteInt32LittleEndian(code[7..], distance - 11);
    }
}
