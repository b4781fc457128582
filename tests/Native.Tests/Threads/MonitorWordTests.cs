namespace ActorFfi.Native.Tests.Threads;

/// <inheritdoc/>
public sealed class MonitorWordTests : WaitWordTests
{
    internal override WaitWord Create() => new MonitorWord();
}
