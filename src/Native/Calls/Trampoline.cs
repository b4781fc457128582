// Safety: the code is a constant written once into pages of its own, which are then made executable and never writable
// again, and stay for the life of the process. It reads and writes the block it is given as TrampolineBlock lays it out,
// with as many stack bytes behind it as the block says, and keeps the registers that System V wants kept.
using System.Runtime.InteropServices;

namespace ActorFfi;

/// <summary>The one piece of machine code that makes calls the runtime's own call instruction gets wrong.</summary>
internal static unsafe partial class Trampoline
{
    private const int ReadWrite = 1 | 2;
    private const int ReadExecute = 1 | 4;
    private const int PrivateAnonymous = 0x22;
    private const nint PageSize = 4096;

    private static readonly Lazy<nint> _address = new(Create);

    // void call(void *function, struct block *block)
    private static ReadOnlySpan<byte> Instructions =>
    [
        0xF3, 0x0F, 0x1E, 0xFA,                               // endbr64
        0x55,                                                 // push rbp
        0x48, 0x89, 0xE5,                                     // mov rbp, rsp
        0x53,                                                 // push rbx
        0x41, 0x54,                                           // push r12
        0x48, 0x89, 0xF3,                                     // mov rbx, rsi
        0x49, 0x89, 0xFC,                                     // mov r12, rdi
        0x48, 0x8B, 0x4B, 0x38,                               // mov rcx, [rbx + 56]     stack bytes
        0x48, 0x29, 0xCC,                                     // sub rsp, rcx
        0x48, 0x83, 0xE4, 0xC0,                               // and rsp, -64
        0x48, 0x8D, 0xB3, 0xC0, 0x00, 0x00, 0x00,             // lea rsi, [rbx + 192]
        0x48, 0x89, 0xE7,                                     // mov rdi, rsp
        0x48, 0xC1, 0xE9, 0x03,                               // shr rcx, 3
        0xF3, 0x48, 0xA5,                                     // rep movsq
        0xF2, 0x0F, 0x10, 0x43, 0x40,                         // movsd xmm0, [rbx + 64]
        0xF2, 0x0F, 0x10, 0x4B, 0x48,                         // movsd xmm1, [rbx + 72]
        0xF2, 0x0F, 0x10, 0x53, 0x50,                         // movsd xmm2, [rbx + 80]
        0xF2, 0x0F, 0x10, 0x5B, 0x58,                         // movsd xmm3, [rbx + 88]
        0xF2, 0x0F, 0x10, 0x63, 0x60,                         // movsd xmm4, [rbx + 96]
        0xF2, 0x0F, 0x10, 0x6B, 0x68,                         // movsd xmm5, [rbx + 104]
        0xF2, 0x0F, 0x10, 0x73, 0x70,                         // movsd xmm6, [rbx + 112]
        0xF2, 0x0F, 0x10, 0x7B, 0x78,                         // movsd xmm7, [rbx + 120]
        0x48, 0x8B, 0x3B,                                     // mov rdi, [rbx]
        0x48, 0x8B, 0x73, 0x08,                               // mov rsi, [rbx + 8]
        0x48, 0x8B, 0x53, 0x10,                               // mov rdx, [rbx + 16]
        0x48, 0x8B, 0x4B, 0x18,                               // mov rcx, [rbx + 24]
        0x4C, 0x8B, 0x43, 0x20,                               // mov r8, [rbx + 32]
        0x4C, 0x8B, 0x4B, 0x28,                               // mov r9, [rbx + 40]
        0x8B, 0x43, 0x30,                                     // mov eax, [rbx + 48]     vector registers
        0x41, 0xFF, 0xD4,                                     // call r12
        0x48, 0x89, 0x83, 0x80, 0x00, 0x00, 0x00,             // mov [rbx + 128], rax
        0x48, 0x89, 0x93, 0x88, 0x00, 0x00, 0x00,             // mov [rbx + 136], rdx
        0xF2, 0x0F, 0x11, 0x83, 0x90, 0x00, 0x00, 0x00,       // movsd [rbx + 144], xmm0
        0xF2, 0x0F, 0x11, 0x8B, 0x98, 0x00, 0x00, 0x00,       // movsd [rbx + 152], xmm1
        0x48, 0x83, 0xBB, 0xB0, 0x00, 0x00, 0x00, 0x00,       // cmp qword [rbx + 176], 0
        0x74, 0x06,                                           // je +6
        0xDB, 0xBB, 0xA0, 0x00, 0x00, 0x00,                   // fstp tbyte [rbx + 160]
        0x48, 0x8D, 0x65, 0xF0,                               // lea rsp, [rbp - 16]
        0x41, 0x5C,                                           // pop r12
        0x5B,                                                 // pop rbx
        0x5D,                                                 // pop rbp
        0xC3,                                                 // ret
    ];

    /// <summary>Whether this machine and system have the convention that the code follows.</summary>
    public static bool IsSupported { get; } =
        RuntimeInformation.ProcessArchitecture == Architecture.X64 && (OperatingSystem.IsLinux() || OperatingSystem.IsMacOS());

    /// <summary>The address of the code, made at the first request.</summary>
    public static nint Code => _address.Value;

    /// <summary>Calls a function with what a block holds.</summary>
    public static void Call(nint code, nint function, TrampolineBlock* block) =>
        ((delegate* unmanaged<nint, TrampolineBlock*, void>)code)(function, block);

    private static nint Create()
    {
        int flags = OperatingSystem.IsMacOS() ? 0x1002 : PrivateAnonymous;
        nint page = mmap(0, PageSize, ReadWrite, flags, -1, 0);
        if (page == -1)
        {
            throw new InvalidOperationException($"No page could be mapped for the code of calls with structs (error {Marshal.GetLastPInvokeError()}). Free memory, or declare such functions with pointers.");
        }

        Instructions.CopyTo(new Span<byte>((void*)page, (int)PageSize));
        return mprotect(page, PageSize, ReadExecute) == 0
            ? page
            : throw new InvalidOperationException($"The system does not let the code of calls with structs be executed (error {Marshal.GetLastPInvokeError()}). Allow it, or declare such functions with pointers.");
    }

    [LibraryImport("libc", SetLastError = true)]
    private static partial nint mmap(nint address, nint length, int protection, int flags, int file, nint offset);

    [LibraryImport("libc", SetLastError = true)]
    private static partial int mprotect(nint address, nint length, int protection);
}
