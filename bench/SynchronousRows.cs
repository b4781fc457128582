namespace ActorFfi.Bench;

/// <summary>Synchronous calls against a compiled LibraryImport that is not inlined.</summary>
internal static class SynchronousRows
{
    private const string LibraryImport = "LibraryImport, not inlined";

    public static IEnumerable<Pair> Of(LibraryRef library, OwnedBuffer data)
    {
        SymbolRef add = library["add_i32"];
        yield return new Pair("sync.add_i32", n => Add(add, n), LibraryImport, Add);

        yield return new Pair("sync.errno", n => Add(library["add_errno"], n), "the same call without errno", n => Add(add, n));
        yield return new Pair("sync.leaf", n => Add(library["add_leaf"], n), "sync.add_i32", n => Add(add, n));

        NativeType type = TypeScope.Parse("typedef struct { double x, y; } point;").TypeOf("point");
        NativeStruct[] points = [new(type), new(type), new(type)];
        SymbolRef addPoints = library["add_points"];
        yield return new Pair("sync.struct_by_value", n => AddPoints(addPoints, points, n), LibraryImport, AddPoints);

        SymbolRef sum = library["sum_bytes"];
        byte[] array = new byte[data.Length];
        yield return new Pair("sync.sum_bytes", n => Sum(sum, data, n), LibraryImport, n => Sum(array, n));
    }

    /// <summary>Calls one after the other.</summary>
    public static ValueTask Add(SymbolRef add, int operations)
    {
        for (int i = 0; i < operations; i++)
        {
            add.Invoke(i, 1);
        }

        return default;
    }

    private static ValueTask Add(int operations)
    {
        for (int i = 0; i < operations; i++)
        {
            Peer.Add(i, 1);
        }

        return default;
    }

    private static ValueTask AddPoints(SymbolRef add, NativeStruct[] points, int operations)
    {
        for (int i = 0; i < operations; i++)
        {
            add.InvokeInto(points[0], points[1], points[2]);
        }

        return default;
    }

    private static ValueTask AddPoints(int operations)
    {
        Peer.Point point = new(1, 2);
        for (int i = 0; i < operations; i++)
        {
            point = Peer.AddPoints(point, point);
        }

        return default;
    }

    private static ValueTask Sum(SymbolRef sum, OwnedBuffer data, int operations)
    {
        for (int i = 0; i < operations; i++)
        {
            sum.Invoke(data, data.Length);
        }

        return default;
    }

    private static ValueTask Sum(byte[] data, int operations)
    {
        for (int i = 0; i < operations; i++)
        {
            Peer.Sum(data);
        }

        return default;
    }
}
