// Safety: the frame is one whose call has just returned on this thread, so its result holds what the function
// returned; a C string result is read up to its NUL on the word of the declaration and copied before anything else runs.
using System.Runtime.InteropServices;
using System.Text;

namespace ActorFfi;

/// <summary>Turns the result slot of a frame into a value.</summary>
internal static unsafe class ResultReader
{
    public static NativeValue Read(NativeType type, byte* result, LibraryGeneration generation) => type.Kind switch
    {
        NativeTypeKind.Void => default,
        NativeTypeKind.F32 => NativeValue.OfBits(type.Kind, *(int*)result),
        NativeTypeKind.LongDouble => NativeValue.OfBits(type.Kind, BitConverter.DoubleToInt64Bits(LongDouble.Read(new ReadOnlySpan<byte>(result, LongDouble.Bytes)))),
        NativeTypeKind.Struct or NativeTypeKind.Union => NativeValue.OfStruct(NativeStruct.CopyOf(type, new ReadOnlySpan<byte>(result, type.Size), generation)),
        NativeTypeKind.Pointer => NativeValue.OfPointer(*(nint*)result, generation),
        NativeTypeKind.Function => NativeValue.OfFunction(*(nint*)result, generation.BindingOf(type.Signature)),
        NativeTypeKind.CString => NativeValue.OfText(Text(*(nint*)result)),
        _ => NativeValue.OfBits(type.Kind, *(long*)result),
    };

    /// <summary>A copy of a NUL-terminated string; bytes that are not UTF-8 become U+FFFD.</summary>
    public static string? Text(nint address) => address == 0
        ? null
        : Encoding.UTF8.GetString(MemoryMarshal.CreateReadOnlySpanFromNullTerminated((byte*)address));
}
