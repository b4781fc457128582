using System.Globalization;

namespace ActorFfi.Actors.Tests.Supervision;

/// <summary>A call of a library's start or end that waits at a gate until the test is over.</summary>
internal sealed class EndlessCall : IAsyncDisposable
{
    private readonly FfiRuntime _other; // Keeps the gates loaded.
    private readonly int _gate = FixtureLibrary.NextGate();

    private EndlessCall(FfiRuntime other)
    {
        _other = other;
        other[FixtureLibrary.Name]["gate_close"].Invoke(_gate);
    }

    public string Close => string.Create(CultureInfo.InvariantCulture, $"gate_close({_gate})"); // A guest has gates of its own.

    public string Pass => string.Create(CultureInfo.InvariantCulture, $"gate_pass({_gate})");

    /// <summary>How many of its calls are in native code of this process.</summary>
    public int Waiting => _other[FixtureLibrary.Name]["gate_waiting"].Invoke(_gate).ToInt32();

    public static async Task<EndlessCall> CreateAsync() => new(await FixtureLibrary.StartAsync());

    public LibraryBuilder InOnStop(LibraryBuilder library) => library.OnStart(Close).OnStop(Pass);

    public LibraryBuilder InOnStart(LibraryBuilder library) => library.OnStart(Close, Pass);

    /// <summary>Lets those in this process return.</summary>
    public void Open()
    {
        _other[FixtureLibrary.Name]["gate_open"].Invoke(_gate);
        Eventually.Holds(() => Waiting == 0, "native code returned");
    }

    public async ValueTask DisposeAsync()
    {
        Open();
        await _other.DisposeAsync();
    }
}
