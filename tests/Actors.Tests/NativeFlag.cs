namespace ActorFfi.Actors.Tests;

/// <summary>Sets a flag that native code watches, in memory that its owner has lost.</summary>
internal static class NativeFlag
{
    public static void Raise(OwnedBuffer buffer) => System.Runtime.InteropServices.Marshal.WriteInt32(buffer.Address, 1);
}
