namespace ActorFfi.Actors.Tests.Calls;

public sealed class NativeCallTests() : NativeCallContract(IsolationMode.None);
