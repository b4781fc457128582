namespace ActorFfi;

/// <summary>Where things lie in the frame that a trampoline spills on the native stack (System V ABI, x86-64).</summary>
/// <remarks>The registers first, then what the result registers are loaded from, then the stack as the native caller left it.</remarks>
internal static class CallbackFrame
{
    /// <summary>The size of a register's place and of an argument on the stack, in bytes.</summary>
    public const int Word = 8;

    /// <summary>How many arguments travel in integer registers.</summary>
    public const int IntegerRegisters = 6;

    /// <summary>How many arguments travel in vector registers.</summary>
    public const int FloatRegisters = 8;

    /// <summary>The offset of the first integer register.</summary>
    public const int Integers = 0;

    /// <summary>The offset of the first vector register's low half.</summary>
    public const int Floats = IntegerRegisters * Word;

    /// <summary>The offset of what rax and rdx are loaded from.</summary>
    public const int IntegerResult = Floats + (FloatRegisters * Word);

    /// <summary>The offset of what xmm0 and xmm1 are loaded from.</summary>
    public const int FloatResult = IntegerResult + (2 * Word);

    /// <summary>The size of what the trampoline itself reserves.</summary>
    public const int Reserved = FloatResult + (2 * Word);

    /// <summary>The offset of the first argument on the stack: behind the saved frame pointer and the return address.</summary>
    public const int Stack = Reserved + (2 * Word);
}
