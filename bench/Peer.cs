// Safety: plain P/Invoke declarations of the fixture library, with the signatures of its C source; the pointers passed
// are those of pinned memory that outlives the call, and of a static function.
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace ActorFfi.Bench;

/// <summary>What a careful programmer writes without this library: compiled P/Invoke, kept from being inlined away.</summary>
internal static partial class Peer
{
    private const string Library = "libactorffi_fixture.so";

    [MethodImpl(MethodImplOptions.NoInlining)]
    public static int Add(int a, int b) => add_i32(a, b);

    [MethodImpl(MethodImplOptions.NoInlining)]
    public static unsafe ulong Sum(byte[] data)
    {
        fixed (byte* start = data)
        {
            return sum_bytes(start, (nuint)data.Length);
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    public static int Sleep(int milliseconds) => sleep_ms(milliseconds);

    [MethodImpl(MethodImplOptions.NoInlining)]
    public static Point AddPoints(Point a, Point b) => add_points(a, b);

    [MethodImpl(MethodImplOptions.NoInlining)]
    public static unsafe long CallBack(int count) => call_back_many(&Increment, count);

    [MethodImpl(MethodImplOptions.NoInlining)]
    public static unsafe long CallBackFromThread(int count) => call_back_from_threads(&Increment, 1, count);

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int Increment(int value) => value + 1;

    [LibraryImport(Library)]
    private static partial Point add_points(Point a, Point b);

    [LibraryImport(Library)]
    private static unsafe partial long call_back_many(delegate* unmanaged[Cdecl]<int, int> callback, int count);

    [LibraryImport(Library)]
    private static unsafe partial long call_back_from_threads(delegate* unmanaged[Cdecl]<int, int> callback, int threads, int count);

    [LibraryImport(Library)]
    private static partial int add_i32(int a, int b);

    [LibraryImport(Library)]
    private static unsafe partial ulong sum_bytes(byte* data, nuint length);

    [LibraryImport(Library)]
    private static partial int sleep_ms(int milliseconds);

    /// <summary>A struct that travels in two registers.</summary>
    [StructLayout(LayoutKind.Sequential)]
    public readonly record struct Point(double X, double Y);
}
