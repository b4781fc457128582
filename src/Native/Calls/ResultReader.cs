// Safety: the frame is one whose call has just returned on this thread, so its result slot holds what the function
// returned; a C string result is read up to its NUL on the word of the declaration and copied before anything else runs.
using System.Runtime.InteropServices;
using System.Text;

namespace ActorFfi;

/// <summary>Turns the result slot of a frame into a value.</summary>
internal static unsafe class ResultReader
{
    public static NativeValue Read(NativeTypeKind kind, byte* frame, LibraryGeneration generation) => kind switch
    {
        NativeTypeKind.Void => default,
        NativeTypeKind.F32 => NativeValue.OfBits(kind, *(int*)frame),
        NativeTypeKind.Pointer => NativeValue.OfPointer(*(nint*)frame, generation),
        NativeTypeKind.CString => NativeValue.OfText(Text(*(nint*)frame)),
        _ => NativeValue.OfBits(kind, *(long*)frame),
    };

    /// <summary>A copy of a NUL-terminated string; bytes that are not UTF-8 become U+FFFD.</summary>
    public static string? Text(nint address) => address == 0
        ? null
        : Encoding.UTF8.GetString(MemoryMarshal.CreateReadOnlySpanFromNullTerminated((byte*)address));
}
