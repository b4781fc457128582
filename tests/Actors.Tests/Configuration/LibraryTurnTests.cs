using System.Runtime.InteropServices;

namespace ActorFfi.Actors.Tests.Configuration;

/// <summary>A library that must not run beside its changed declaration: what comes while the one waits for the other.</summary>
[Collection(nameof(Versions))]
public sealed class LibraryTurnTests
{
    private const string Lifecycle = "\"OnStart\": [ \"begin\" ], \"OnStop\": [ \"end\" ]"; // Fails where it is started twice.
    private const string Symbols = "\"version\": \"int32_t version(void)\", \"starts\": \"int32_t starts(void)\", \"begin\": { \"Declaration\": \"int32_t begin(void)\", \"Fails\": \"result != 0\" }, "
        + "\"end\": { \"Declaration\": \"int32_t end(void)\", \"Fails\": \"result != 0\" }, \"version_when\": \"int32_t version_when(const volatile int32_t flag[1], volatile int32_t entered[1])\"";

    [Fact]
    public async Task Command_ThatComesBeforeThePreviousDeclarationHasEnded_DoesNotStartTheNextOne()
    {
        await using Versions versions = await Versions.StartAsync(Versions.Of(1, Lifecycle, Symbols) + ", \"other\": " + Versions.Of(2));
        using OwnedBuffer flag = OwnedBuffer.Allocate(4);
        using OwnedBuffer entered = OwnedBuffer.Allocate(4);
        nint address = flag.Address;
        Task<NativeReply> running = Run(versions, flag, entered);
        Task changing = versions.ChangeAllAsync($"\"v\": {Versions.Of(1, Lifecycle + ", \"KeepLoaded\": true", Symbols)}, \"other\": {Versions.Of(2)}");
        Eventually.Holds(() => versions.Library.Entry.Declarations == 2, "calls reach the changed library");

        Task[] commands = [versions.Library.RestartAsync(), versions.Library.ReviveAsync()];
        await versions.Ffi["other"].RestartAsync().Within(); // Whoever starts libraries has seen them by then.
        LibraryState meanwhile = versions.Library.State;
        Marshal.WriteInt32(address, 1);
        await Task.WhenAll([running, changing, .. commands]).Within();

        Assert.Equal((LibraryState.Loading, LibraryState.Ready), (meanwhile, versions.Library.State));
        Assert.Equal(1, versions.Library["starts"].Invoke().ToInt32());
    }

    [Fact]
    public async Task Library_ThatIsDrainedBeforeItsPreviousDeclarationHasEnded_StaysStopped()
    {
        await using Versions versions = await Versions.StartAsync(Versions.Of(1, Lifecycle, Symbols));
        using OwnedBuffer flag = OwnedBuffer.Allocate(4);
        using OwnedBuffer entered = OwnedBuffer.Allocate(4);
        nint address = flag.Address;
        Task<NativeReply> running = Run(versions, flag, entered);
        Task changing = versions.ChangeAsync(Versions.Of(1, Lifecycle + ", \"KeepLoaded\": true", Symbols));
        Eventually.Holds(() => versions.Library.Entry.Declarations == 2, "calls reach the changed library");

        await versions.Library.DrainAsync().Within();
        Marshal.WriteInt32(address, 1);
        await Task.WhenAll(running, changing).Within();

        Assert.Equal(LibraryState.Stopped, versions.Library.State);
        await versions.Library.ReviveAsync().Within();
        Assert.Equal(1, versions.Library["starts"].Invoke().ToInt32());
    }

    [Fact]
    public async Task Calls_ByKey_KeepTheirOrderWhereTheirLibraryFailsBeforeItHasBegunThem()
    {
        uint log = CallIds.Next(1);
        string Of(string settings) => $$"""
            { "Path": "{{FixtureLibrary.File}}", "Concurrency": 1, "Workers": 4, {{settings}} "Symbols": {
              "pass": { "Declaration": "int64_t gate_pass(int32_t gate)", "Fatal": "result != -1", "OnFatalResult": "RestartLibrary" },
              "note": { "Declaration": "int32_t order_note(uint32_t log, uint32_t value)", "Key": "log" },
              "also": { "Name": "order_note", "Declaration": "int32_t order_note(uint32_t log, uint32_t value)", "Key": "log" },
              "faults": "int32_t order_faults(uint32_t log)", "last": "uint32_t order_last(uint32_t log)" } }
            """;
        await using FfiRuntime gates = await FixtureLibrary.StartAsync();
        using Gate gate = new(gates[FixtureLibrary.Name]);
        await using Versions versions = await Versions.StartAsync(Of(""));
        uint value = 0;
        Task<NativeReply> Note(string symbol) => versions.Library[symbol].TryCallAsync(log, ++value).AsTask();
        Task<NativeReply> failing = versions.Library["pass"].TryCallAsync(gate.Number).AsTask();
        gate.AwaitWaiting(1);
        List<Task<NativeReply>> notes = [Note("note"), Note("also"), Note("note"), Note("also")];

        Task changing = versions.ChangeAsync(Of("\"KeepLoaded\": true,"));
        Eventually.Holds(() => versions.Library.Entry.Declarations == 2, "calls reach the changed library");
        notes.AddRange([Note("also"), Note("note"), Note("also")]);
        gate.Open();
        await Task.WhenAll([failing, changing, .. notes]).Within();

        Assert.IsType<NativeCallFailedException>((await failing).Failure);
        Assert.All(notes, static note => Assert.Null(note.Result.Failure));
        Assert.Equal((0, value), (versions.Library["faults"].Invoke(log).ToInt32(), versions.Library["last"].Invoke(log).ToUInt32()));
    }

    private static Task<NativeReply> Run(Versions versions, OwnedBuffer flag, OwnedBuffer entered)
    {
        nint begun = entered.Address;
        Task<NativeReply> running = versions.Library["version_when"].TryCallAsync(flag, entered).AsTask();
        Eventually.Holds(() => Marshal.ReadInt32(begun) == 1, "the call ran");
        return running;
    }
}
