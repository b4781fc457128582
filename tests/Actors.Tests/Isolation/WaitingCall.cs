using System.Runtime.InteropServices;

namespace ActorFfi.Actors.Tests.Isolation;

/// <summary>A call that runs in a guest until the test lets it go on.</summary>
internal sealed class WaitingCall
{
    private readonly nint _address;

    public WaitingCall(LibraryRef library, CallOptions? options = null, string symbol = "announce_and_wait")
    {
        Flags = library.Allocate(2 * sizeof(int));
        _address = Flags.Address;
        Reply = library[symbol].With(options ?? CallOptions.Default).TryCallAsync(Flags).AsTask();
    }

    /// <summary>The buffer that the call has.</summary>
    public OwnedBuffer Flags { get; }

    /// <summary>The reply.</summary>
    public Task<NativeReply> Reply { get; }

    /// <summary>Returns the process that has begun the call, once one has.</summary>
    public int AwaitBegun()
    {
        Eventually.Holds(() => Marshal.ReadInt32(_address) != 0, "a guest began the call");
        return Marshal.ReadInt32(_address);
    }

    /// <summary>Lets the call go on.</summary>
    public void Release() => Marshal.WriteInt32(_address, sizeof(int), 1);
}
