namespace ActorFfi;

/// <summary>Dropped once, so that its finalizer can tell the pool which thread runs finalizers.</summary>
/// <remarks>
/// A buffer that is disposed by the finalizer of an object that was dropped with it has a block whose own finalizer is due
/// as well. If such a block were pooled, that finalizer could free it under its next buffer: it is freed there instead.
/// </remarks>
internal sealed class FinalizerThreadMark
{
    private FinalizerThreadMark()
    {
    }

    ~FinalizerThreadMark() => NativeBlockPool.CloseThisThread();

    public static void Plant() => GC.KeepAlive(new FinalizerThreadMark());
}
