using ActorFfi.Native.Tests.Memory;

namespace ActorFfi.Native.Tests.Calls;

/// <summary>A buffer that was brought into a state, and what it takes to clean up after it.</summary>
internal sealed class BufferInState : IDisposable
{
    private readonly IDisposable? _heir;

    public BufferInState(BufferState state)
    {
        Buffer = OwnedBuffer.Allocate(8);
        _heir = Enter(state);
    }

    public OwnedBuffer Buffer { get; }

    public void Dispose()
    {
        switch (Buffer.State)
        {
            case BufferState.Borrowed:
                Buffer.EndNativeBorrow(write: true);
                break;
            case BufferState.InFlight:
                Buffer.Attach();
                break;
        }

        _heir?.Dispose();
        Buffer.Dispose();
    }

    private IDisposable? Enter(BufferState state)
    {
        switch (state)
        {
            case BufferState.Borrowed:
                Buffer.BeginNativeBorrow(write: true);
                return null;
            case BufferState.InFlight:
                Buffer.Detach(new NamedCall("other", "busy"));
                return null;
            case BufferState.Moved:
                return Buffer.Move();
            case BufferState.Transferred:
                return Buffer.Transfer();
            default:
                Buffer.Dispose();
                return null;
        }
    }
}
