using System.Runtime.InteropServices;

namespace ActorFfi.Native.Tests.Callbacks;

public sealed class StandardLibraryTests
{
    private const string Compare = "int (*compare)(const void *a, const void *b)";

    private static readonly NativeFunction _sort = Function($"void qsort(void *base, size_t count, size_t size, {Compare})");
    private static readonly NativeFunction _search = Function($"void *bsearch(const void *key, const void *base, size_t count, size_t size, {Compare})");

    [Fact]
    public void Qsort_WithALambda_Sorts()
    {
        int[] numbers = [.. Enumerable.Range(0, 2000).Select(i => (i * 7919) % 2003)];
        using OwnedBuffer buffer = OwnedBuffer.CopyOf(MemoryMarshal.AsBytes<int>(numbers));

        _sort.Invoke([buffer, numbers.Length, sizeof(int), NativeArgument.Callback(ComparePointers)], out _);

        Assert.Equal(numbers.Order(), buffer.Read(bytes => MemoryMarshal.Cast<byte, int>(bytes).ToArray()));
    }

    [Fact]
    public void Qsort_WithAComparisonThatThrows_FailsAndLeavesTheElements()
    {
        using OwnedBuffer buffer = OwnedBuffer.CopyOf([3, 1, 2]);

        Assert.Throws<DivideByZeroException>(() =>
            _sort.Invoke([buffer, 3, 1, NativeArgument.Callback((ForeignPointer a, ForeignPointer b) => 1 / (a.View(1).ReadByte() - a.View(1).ReadByte()))], out _));
        Assert.Equal("1 2 3", string.Join(" ", buffer.Read(bytes => bytes.ToArray()).Order()));
        Assert.Equal(BufferState.Owned, buffer.State);
    }

    [Fact]
    public void Bsearch_WithALambda_Finds()
    {
        using OwnedBuffer numbers = OwnedBuffer.CopyOf(MemoryMarshal.AsBytes<int>([1, 3, 5, 7, 9, 11]));
        using OwnedBuffer key = OwnedBuffer.CopyOf(BitConverter.GetBytes(7));
        using OwnedBuffer absent = OwnedBuffer.CopyOf(BitConverter.GetBytes(8));

        ForeignPointer found = _search.Invoke([key, numbers, 6, sizeof(int), NativeArgument.Callback(ComparePointers)], out _).ToPointer();

        Assert.Equal(7, found.View(sizeof(int)).ReadInt32());
        Assert.True(_search.Invoke([absent, numbers, 6, sizeof(int), NativeArgument.Callback(ComparePointers)], out _).IsNull);
    }

    private static int ComparePointers(ForeignPointer a, ForeignPointer b) =>
        a.View(sizeof(int)).ReadInt32().CompareTo(b.View(sizeof(int)).ReadInt32());

    private static NativeFunction Function(string prototype)
    {
        SymbolDeclaration declaration = CPrototype.Parse(prototype);
        nint address = LoadedLibrary.Open("libc", ["libc.so.6"], [declaration]).AddressOf(declaration.Name);
        return new NativeFunction(new CallPlan("libc", declaration), address, new LibraryGeneration("libc", 1));
    }
}
