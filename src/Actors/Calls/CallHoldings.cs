namespace ActorFfi;

/// <summary>What the calls hold that run on this thread, the outer ones first: places under limits, and turns of keys.</summary>
/// <remarks>A call that is made from within another one must not wait for what that one holds.</remarks>
internal static class CallHoldings
{
    [ThreadStatic]
    private static List<(LimitSet Limits, KeyLine? Line, CallBatch? Batch)>? _held;

    /// <summary>Whether a call on this thread holds the turn of some key.</summary>
    public static bool HasKey => _held is not null && _held.Exists(static one => one.Line is not null || one.Batch is { HasKeys: true });

    /// <summary>Notes what a call holds that begins on this thread.</summary>
    public static void Push(LimitSet limits, KeyLine? line, CallBatch? batch = null) => (_held ??= []).Add((limits, line, batch));

    /// <summary>The call that began last has ended.</summary>
    public static void Pop() => _held!.RemoveAt(_held.Count - 1);

    /// <summary>Whether a call on this thread holds a place under a limit.</summary>
    public static bool Holds(ConcurrencyLimit limit) => _held is not null && _held.Exists(one => one.Limits.Contains(limit));

    /// <summary>Whether a call on this thread holds the turn of a line; needs the lock of the line's group.</summary>
    public static bool Holds(KeyLine line) => _held is not null && _held.Exists(one => one.Line == line || (one.Batch is { } batch && batch.Holds(line)));
}
