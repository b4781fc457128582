using System.Runtime.InteropServices;

namespace ActorFfi;

/// <summary>The sizes and signs that C leaves to the platform.</summary>
/// <remarks>Source: the psABI of each architecture and the headers of glibc, musl, Darwin and the Windows SDK.</remarks>
/// <param name="PointerSize">The size of an address in bytes.</param>
/// <param name="LongSize">The size of <c>long</c> in bytes.</param>
/// <param name="IsCharSigned">Whether <c>char</c> holds negative numbers.</param>
/// <param name="WideChar">What <c>wchar_t</c> is.</param>
/// <param name="Fast16Size">The size of <c>int_fast16_t</c> in bytes.</param>
/// <param name="Fast32Size">The size of <c>int_fast32_t</c> in bytes.</param>
internal sealed record CDataModel(int PointerSize, int LongSize, bool IsCharSigned, NativeTypeKind WideChar, int Fast16Size, int Fast32Size)
{
    /// <summary>What <c>long double</c> is: a type of its own, or the same as <c>double</c>.</summary>
    public NativeTypeKind LongDouble { get; init; } = NativeTypeKind.LongDouble;

    /// <summary>Whether further arguments lie in the areas of System V on x86-64, which <c>va_list</c> points to.</summary>
    public bool HasRegisterArguments { get; init; }

    public static CDataModel GnuX64 { get; } = new(8, 8, IsCharSigned: true, NativeTypeKind.I32, Fast16Size: 8, Fast32Size: 8) { HasRegisterArguments = true };

    public static CDataModel GnuArm64 { get; } = GnuX64 with { IsCharSigned = false, WideChar = NativeTypeKind.U32, HasRegisterArguments = false };

    public static CDataModel MuslX64 { get; } = GnuX64 with { Fast16Size = 4, Fast32Size = 4 };

    public static CDataModel MuslArm64 { get; } = GnuArm64 with { Fast16Size = 4, Fast32Size = 4 };

    public static CDataModel DarwinX64 { get; } = GnuX64 with { Fast16Size = 2, Fast32Size = 4, HasRegisterArguments = false };

    public static CDataModel DarwinArm64 { get; } = DarwinX64 with { LongDouble = NativeTypeKind.F64 };

    public static CDataModel Windows { get; } = new(8, 4, IsCharSigned: true, NativeTypeKind.U16, Fast16Size: 4, Fast32Size: 4) { LongDouble = NativeTypeKind.F64 };

    /// <summary>The model of this process.</summary>
    public static CDataModel Current { get; } = Choose();

    private static CDataModel Choose()
    {
        bool isArm = RuntimeInformation.ProcessArchitecture is Architecture.Arm64;
        bool isMusl = RuntimeInformation.RuntimeIdentifier.Contains("musl", StringComparison.Ordinal);
        return OperatingSystem.IsWindows() ? Windows
            : OperatingSystem.IsMacOS() ? (isArm ? DarwinArm64 : DarwinX64)
            : isMusl ? (isArm ? MuslArm64 : MuslX64)
            : isArm ? GnuArm64 : GnuX64;
    }
}
