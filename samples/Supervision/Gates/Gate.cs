using ActorFfi;

namespace Supervision;

/// <summary>A gate in native code, so that an example decides when a call returns: closed at first, opened by disposing at the latest.</summary>
internal sealed class Gate : IDisposable
{
    private const string Library = "gates";

    private static int lastNumber;

    private readonly LibraryRef _gates;

    public Gate(FfiRuntime ffi)
    {
        _gates = ffi[Library];
        _gates["gate_close"].Invoke(Number);
    }

    public int Number { get; } = Interlocked.Increment(ref lastNumber);

    /// <summary>Declares what works the gates: the same file as the example's own library, under another name, so that it outlives that one's failure.</summary>
    public static void Declare(FfiRuntimeBuilder declare, string fixture) => declare.AddLibrary(Library, library => library
        .Path(fixture)
        .Declare("void gate_close(int32_t gate)")
        .Declare("void gate_open(int32_t gate)")
        .Declare("int32_t gate_waiting(int32_t gate)"));

    /// <summary>Returns when a call waits at the gate.</summary>
    public void AwaitCall() => SpinWait.SpinUntil(() => _gates["gate_waiting"].Invoke(Number).ToInt32() > 0);

    public void Open() => _gates["gate_open"].Invoke(Number);

    public void Dispose() => Open();
}
