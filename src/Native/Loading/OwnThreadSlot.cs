// Safety: the address is that of the slot which the thread's keeper owns, and is null before there is one.
namespace ActorFfi;

/// <summary>The address of this thread's <see cref="ThreadSlot"/>; in a class without other statics, which the runtime finds fastest.</summary>
internal static unsafe class OwnThreadSlot
{
    /// <summary>The address; null as long as the thread has none.</summary>
    [ThreadStatic]
    public static ThreadSlot* Address;
}
