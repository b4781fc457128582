// Safety: the frame is one of the layout passed with it and lives during the call; an argument on the stack lies there
// whole, and a result in memory goes where the native caller said that it has room for one.
namespace ActorFfi;

/// <summary>Reads structs that callbacks get by value, and stores those that they give.</summary>
internal static unsafe class CallbackStructs
{
    /// <summary>A copy of an argument.</summary>
    public static NativeStruct Read(NativeType type, CallbackPlaces places, nint frame, LibraryGeneration generation)
    {
        if (places.High < 0 && places.Low >= CallbackFrame.Stack)
        {
            return NativeStruct.CopyOf(type, new ReadOnlySpan<byte>((byte*)frame + places.Low, type.Size), generation);
        }

        long* halves = stackalloc long[2];
        halves[0] = places.Low < 0 ? 0 : *(long*)(frame + places.Low);
        halves[1] = places.High < 0 ? 0 : *(long*)(frame + places.High);
        return NativeStruct.CopyOf(type, new ReadOnlySpan<byte>(halves, type.Size), generation);
    }

    /// <summary>Stores the bytes of a result; all zero where there are none.</summary>
    public static void Store(CallbackLayout layout, NativeStruct? value, nint frame)
    {
        int size = layout.Signature.Result.Size;
        if (layout.ReturnsInMemory)
        {
            nint place = *(nint*)(frame + CallbackFrame.Integers);
            Span<byte> result = new((byte*)place, size);
            result.Clear();
            value?.CopyTo(result);
            *(nint*)(frame + CallbackFrame.IntegerResult) = place;
            return;
        }

        long* halves = stackalloc long[2];
        halves[0] = 0;
        halves[1] = 0;
        value?.CopyTo(new Span<byte>(halves, size));
        if (layout.ResultClasses.IsX87)
        {
            new ReadOnlySpan<long>(halves, 2).CopyTo(new Span<long>((void*)(frame + CallbackFrame.IntegerResult), 2));
        }
        else
        {
            StoreInRegisters(layout.ResultClasses, halves, frame);
        }
    }

    private static void StoreInRegisters(ValueClasses classes, long* halves, nint frame)
    {
        int integers = CallbackFrame.IntegerResult;
        int floats = CallbackFrame.FloatResult;
        for (int half = 0; half < 2; half++)
        {
            if (classes[half] == RegisterClass.Integer)
            {
                *(long*)(frame + integers) = halves[half];
                integers += CallbackFrame.Word;
            }
            else if (classes[half] == RegisterClass.Sse)
            {
                *(long*)(frame + floats) = halves[half];
                floats += CallbackFrame.Word;
            }
        }
    }
}
