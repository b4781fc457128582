using System.Buffers.Binary;

namespace ActorFfi;

/// <summary>The machine code of trampolines: a small piece for each slot, which names the slot and goes on to a common part.</summary>
/// <remarks>A slot has three ways in: one for signatures of integers and pointers only, which leaves the vector registers alone, one for all, and one for those whose result is a <c>long double</c>.</remarks>
internal static class TrampolineCode
{
    /// <summary>The room for the common parts, in bytes.</summary>
    public const int CommonSize = 512;

    /// <summary>The size of one slot, in bytes.</summary>
    public const int Size = 48;

    /// <summary>Where in its slot the way in for all signatures begins, in bytes.</summary>
    public const int WithFloats = 16;

    /// <summary>Where in its slot the way in for results on the x87 stack begins, in bytes.</summary>
    public const int WithX87 = 32;

    private const int CommonWithFloats = 96;
    private const int CommonWithX87 = 256;
    private const byte Breakpoint = 0xCC;

    private static ReadOnlySpan<byte> Begin =>
    [
        0x55,                                              // push rbp
        0x48, 0x89, 0xE5,                                  // mov rbp, rsp
        0x48, 0x81, 0xEC, CallbackFrame.Reserved, 0, 0, 0, // sub rsp, Reserved
        0x48, 0x89, 0x3C, 0x24,                            // mov [rsp], rdi
        0x48, 0x89, 0x74, 0x24, 0x08,                      // mov [rsp + 8], rsi
        0x48, 0x89, 0x54, 0x24, 0x10,                      // mov [rsp + 16], rdx
        0x48, 0x89, 0x4C, 0x24, 0x18,                      // mov [rsp + 24], rcx
        0x4C, 0x89, 0x44, 0x24, 0x20,                      // mov [rsp + 32], r8
        0x4C, 0x89, 0x4C, 0x24, 0x28,                      // mov [rsp + 40], r9
    ];

    private static ReadOnlySpan<byte> SpillFloats =>
    [
        0xF2, 0x0F, 0x11, 0x44, 0x24, 0x30, // movsd [rsp + 48], xmm0
        0xF2, 0x0F, 0x11, 0x4C, 0x24, 0x38, // movsd [rsp + 56], xmm1
        0xF2, 0x0F, 0x11, 0x54, 0x24, 0x40, // movsd [rsp + 64], xmm2
        0xF2, 0x0F, 0x11, 0x5C, 0x24, 0x48, // movsd [rsp + 72], xmm3
        0xF2, 0x0F, 0x11, 0x64, 0x24, 0x50, // movsd [rsp + 80], xmm4
        0xF2, 0x0F, 0x11, 0x6C, 0x24, 0x58, // movsd [rsp + 88], xmm5
        0xF2, 0x0F, 0x11, 0x74, 0x24, 0x60, // movsd [rsp + 96], xmm6
        0xF2, 0x0F, 0x11, 0x7C, 0x24, 0x68, // movsd [rsp + 104], xmm7
    ];

    private static ReadOnlySpan<byte> LoadArguments =>
    [
        0x44, 0x89, 0xDF, // mov edi, r11d
        0x48, 0x89, 0xE6, // mov rsi, rsp
        0x48, 0xB8,       // mov rax, the entry, which follows
    ];

    private static ReadOnlySpan<byte> CallAndLoadResult =>
    [
        0xFF, 0xD0,                                              // call rax
        0x48, 0x8B, 0x44, 0x24, CallbackFrame.IntegerResult,     // mov rax, [rsp + IntegerResult]
        0x48, 0x8B, 0x54, 0x24, CallbackFrame.IntegerResult + 8, // mov rdx, the next
    ];

    private static ReadOnlySpan<byte> LoadFloatResult =>
    [
        0xF2, 0x0F, 0x10, 0x84, 0x24, CallbackFrame.FloatResult, 0, 0, 0,     // movsd xmm0, [rsp + FloatResult]
        0xF2, 0x0F, 0x10, 0x8C, 0x24, CallbackFrame.FloatResult + 8, 0, 0, 0, // movsd xmm1, the next
    ];

    private static ReadOnlySpan<byte> LoadX87Result =>
    [
        0xDB, 0x6C, 0x24, CallbackFrame.IntegerResult, // fld tbyte [rsp + IntegerResult]
    ];

    private static ReadOnlySpan<byte> End =>
    [
        0xC9, // leave
        0xC3, // ret
    ];

    /// <summary>Writes the common parts and, behind them, consecutive slots until the chunk is full.</summary>
    /// <param name="chunk">What is written.</param>
    /// <param name="firstSlot">The number of the first slot.</param>
    /// <param name="entry">The address of a function that takes the slot and the frame.</param>
    public static void Write(Span<byte> chunk, int firstSlot, nint entry)
    {
        byte[] address = BitConverter.GetBytes((long)entry);
        chunk.Fill(Breakpoint);
        Write(chunk, [.. Begin, .. LoadArguments, .. address, .. CallAndLoadResult, .. End]);
        Write(chunk[CommonWithFloats..], [.. Begin, .. SpillFloats, .. LoadArguments, .. address, .. CallAndLoadResult, .. LoadFloatResult, .. End]);
        Write(chunk[CommonWithX87..], [.. Begin, .. SpillFloats, .. LoadArguments, .. address, .. CallAndLoadResult, .. LoadX87Result, .. End]);
        for (int start = CommonSize; start + Size <= chunk.Length; start += Size)
        {
            WriteWayIn(chunk[start..], firstSlot, distance: -start);
            WriteWayIn(chunk[(start + WithFloats)..], firstSlot, CommonWithFloats - start - WithFloats);
            WriteWayIn(chunk[(start + WithX87)..], firstSlot, CommonWithX87 - start - WithX87);
            firstSlot++;
        }
    }

    private static void Write(Span<byte> place, ReadOnlySpan<byte> code) => code.CopyTo(place);

    // mov r11d, slot; jmp to the common part, counted from the end of the jump.
    private static void WriteWayIn(Span<byte> code, int slot, int distance)
    {
        code[0] = 0x41;
        code[1] = 0xBB;
        BinaryPrimitives.WriteInt32LittleEndian(code[2..], slot);
        code[6] = 0xE9;
        BinaryPrimitives.WriteInt32LittleEndian(code[7..], distance - 11);
    }
}
