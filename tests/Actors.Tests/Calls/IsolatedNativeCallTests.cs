namespace ActorFfi.Actors.Tests.Calls;

public sealed class IsolatedNativeCallTests() : NativeCallContract(IsolationMode.Process);
