namespace ActorFfi.Native.Tests.Threads;

/// <inheritdoc/>
public sealed class FutexWordTests : WaitWordTests
{
    internal override WaitWord Create() => new FutexWord();
}
