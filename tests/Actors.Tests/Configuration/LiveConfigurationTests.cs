using System.Collections.Concurrent;

using ActorFfi.Actors.Tests.Supervision;

namespace ActorFfi.Actors.Tests.Configuration;

/// <summary>A changed configuration takes the place of the one before, and no call is lost.</summary>
[Collection(nameof(Versions))] // One looks at what of the files is mapped.
public sealed class LiveConfigurationTests
{
    private const string Isolated = "\"Isolation\": \"Process\"";
    private const string StartAndEnd = "\"version\": \"int32_t version(void)\", \"starts\": \"int32_t starts(void)\", \"begin\": { \"Declaration\": \"int32_t begin(void)\", \"Fails\": \"result != 0\" }, \"end\": { \"Declaration\": \"int32_t end(void)\", \"Fails\": \"result != 0\" }";

    [Theory]
    [InlineData("", "")]
    [InlineData("", Isolated)]
    [InlineData(Isolated, "")]
    [InlineData(Isolated, Isolated)]
    public async Task Path_ThatIsChangedWhileCallsRun_AnswersFromTheNewFileAndLosesNone(string before, string after)
    {
        await using Versions versions = await Versions.StartAsync(Versions.Of(1, before));
        VersionCallers callers = new(versions.Library);
        callers.Await(1);

        IReadOnlyList<string> changes = await versions.ChangeAsync(Versions.Of(2, after));
        callers.Await(2);
        List<long>[] answers = await callers.EndAsync();

        Assert.Contains("ActorFfi:Libraries:v:Path", changes);
        Assert.All(answers, static one => Assert.Equal([1, 2], one));
        Assert.Equal((LibraryState.Ready, 2), (versions.Library.State, versions.Library.Generation));
    }

    [Fact]
    public async Task PreviousFile_IsUnloadedAndItsGuestsEndOnceItsCallsHaveEnded()
    {
        await using Versions versions = await Versions.StartAsync(Versions.Of(1, Isolated));
        int guest = versions.Library.Guests.Single().ProcessId;
        await versions.ChangeAsync(Versions.Of(1));
        await versions.ChangeAsync(Versions.Of(2));

        Eventually.Holds(() => versions.Ffi.AllEntries.Count() == 1, "the previous declarations had ended");
        Assert.False(Directory.Exists($"/proc/{guest}"));
        Assert.DoesNotContain(Versions.FileOf(1), await File.ReadAllTextAsync("/proc/self/maps"), StringComparison.Ordinal);
        Assert.Equal(2, versions.Library["version"].Invoke().ToInt32());
    }

    [Fact]
    public async Task Call_ThatRunsInThePreviousFile_IsFinishedThere()
    {
        const string symbols = "\"version\": \"int32_t version(void)\", \"version_when\": \"int32_t version_when(const volatile int32_t flag[1], volatile int32_t entered[1])\"";
        await using Versions versions = await Versions.StartAsync(Versions.Of(1, "\"Workers\": 1", symbols));
        using OwnedBuffer flag = OwnedBuffer.Allocate(4);
        using OwnedBuffer entered = OwnedBuffer.Allocate(4);
        using OwnedBuffer open = OwnedBuffer.Of(1);
        using OwnedBuffer second = OwnedBuffer.Allocate(4);
        nint address = flag.Address;
        nint begun = entered.Address;
        Task<NativeReply> running = versions.Library["version_when"].TryCallAsync(flag, entered).AsTask();
        Eventually.Holds(() => System.Runtime.InteropServices.Marshal.ReadInt32(begun) == 1, "the call ran");
        Task<NativeReply> queued = versions.Library["version_when"].TryCallAsync(open, second).AsTask();

        await versions.ChangeAsync(Versions.Of(2, "\"Workers\": 1", symbols));
        int now = versions.Library["version"].Invoke().ToInt32();
        System.Runtime.InteropServices.Marshal.WriteInt32(address, 1);

        Assert.Equal((2, 1, 1), (now, (await running.Within()).Value.ToInt32(), (await queued.Within()).Value.ToInt32()));
    }

    [Fact]
    public async Task Declaration_ThatIsChanged_IsWhatCallsAreHeldAgainst()
    {
        await using Versions versions = await Versions.StartAsync(Versions.Of(1, symbols: "\"twice\": \"int32_t twice(int32_t value)\", \"gone\": \"int32_t version(void)\""));
        SymbolRef twice = versions.Library["twice"];
        SymbolRef gone = versions.Library["gone"];
        Assert.Throws<ArgumentException>(() => twice.Invoke(1L << 40));
        NativeCall held = new(twice, 21);

        await versions.ChangeAsync(Versions.Of(2, symbols: "\"twice\": \"int64_t twice(int64_t value)\", \"added\": \"int32_t added(void)\""));

        Assert.Equal(1L << 41, twice.Invoke(1L << 40).ToInt64());
        Assert.Equal(1L << 41, (await twice.CallAsync(1L << 40)).Value.ToInt64());
        Assert.Equal(7, versions.Library["added"].Invoke().ToInt32());
        Assert.Throws<UnknownNameException>(() => versions.Library["gone"]);
        Eventually.Holds(() => versions.Ffi.AllEntries.Count() == 1, "the previous declaration had ended");
        Assert.Contains("It was replaced by generation 2", (await gone.TryCallAsync()).Failure!.Message, StringComparison.Ordinal);
        NativeReply[] late = await versions.Library.CallManyAsync(held).Within();
        Assert.IsType<LibraryUnavailableException>(late[0].Failure);
    }

    [Fact]
    public async Task Call_ThatWasConstructedBefore_IsAnsweredByTheNewFile()
    {
        await using Versions versions = await Versions.StartAsync(Versions.Of(1));
        NativeCall[] held = [.. Enumerable.Range(0, 3).Select(_ => new NativeCall(versions.Library["version"]))];

        await versions.ChangeAsync(Versions.Of(2));
        Eventually.Holds(() => versions.Ffi.AllEntries.Count() == 1, "the previous declaration had ended");
        NativeReply[] replies = await versions.Library.CallManyAsync(held).Within();

        Assert.Equal([2, 2, 2], replies.Select(static reply => reply.Value.ToInt32()));
    }

    [Theory]
    [InlineData("\"Path\": \"libnothing_of_the_kind.so\", \"Workers\": 7, \"Symbols\": { \"version\": \"int32_t version(void)\" }", "libnothing_of_the_kind.so")]
    [InlineData("\"Path\": \"libnothing_of_the_kind.so\", \"Isolation\": \"Process\", \"Symbols\": { \"version\": \"int32_t version(void)\" }", "libnothing_of_the_kind.so")]
    [InlineData("\"Path\": \"libm.so.6\", \"Concurrency\": 1, \"Symbols\": { \"version\": \"int32_t version(void)\" }", "'version'")]
    public async Task Library_ThatCannotBeLoaded_ChangesNothingAndSaysWhy(string library, string reason)
    {
        await using Versions versions = await Versions.StartAsync(Versions.Of(1));
        ConcurrentQueue<LibraryStateChange> steps = [];
        versions.Library.StateChanged += steps.Enqueue;
        VersionCallers callers = new(versions.Library);

        RolloutException failure = await Assert.ThrowsAsync<RolloutException>(() => versions.ChangeAllAsync($"\"v\": {{ {library} }}, \"new\": {Versions.Of(2)}"));
        callers.Await(1);
        List<long>[] answers = await callers.EndAsync();

        Assert.Contains(reason, failure.Message, StringComparison.Ordinal);
        Assert.All(answers, static one => Assert.Equal([1], one));
        Assert.Equal(["v"], versions.Ffi.Libraries);
        Assert.Equal((LibraryState.Ready, 1), (versions.Library.State, versions.Library.Generation));
        Assert.Empty(steps);
        Assert.Single(versions.Ffi.AllEntries);
        await versions.ChangeAsync(Versions.Of(2)); // What was wrong is forgotten.
        Assert.Equal(2, versions.Library["version"].Invoke().ToInt32());
    }

    [Fact]
    public async Task Libraries_AreAddedAndRemoved()
    {
        await using Versions versions = await Versions.StartAsync(Versions.Of(1));
        LibraryRef removed = versions.Library;
        ConcurrentQueue<string> steps = [];
        versions.Ffi.LibraryStateChanged += change => steps.Enqueue($"{change.Library} {change.State}");
        NativeCall held = new(removed["version"]);

        await versions.ChangeAllAsync($"\"base\": {Versions.Of(2)}, \"top\": {Versions.Of(2, "\"DependsOn\": \"base\"")}");
        NativeReply reply = (await removed.CallManyAsync(held).Within())[0];

        Assert.Equal(1, reply.Value.ToInt32());
        Assert.Equal(["base", "top"], versions.Ffi.Libraries.Order());
        Assert.Equal(2, versions.Ffi["top"]["version"].Invoke().ToInt32());
        Assert.Throws<UnknownNameException>(() => versions.Ffi["v"]);
        Eventually.Holds(() => versions.Ffi.AllEntries.Count() == 2, "the removed library had ended");
        LibraryUnavailableException gone = Assert.Throws<LibraryUnavailableException>(() => removed["version"].Invoke());
        Assert.Contains("not declared any more", gone.Message, StringComparison.Ordinal);
        await Assert.ThrowsAsync<LibraryUnavailableException>(() => removed.RestartAsync());
        Assert.Equal(["base Ready", "top Ready", "v Stopped"], steps.Order());
    }

    [Fact]
    public async Task Declaration_OfAFileThatIsToldOfItsStart_IsChangedInTurn()
    {
        const string lifecycle = "\"OnStart\": [ \"begin\" ], \"OnStop\": [ \"end\" ]";
        await using Versions versions = await Versions.StartAsync(Versions.Of(1, lifecycle, StartAndEnd));
        VersionCallers callers = new(versions.Library, callsSynchronously: false);
        callers.Await(1);

        for (int i = 0; i < 5; i++)
        {
            await versions.ChangeAsync(Versions.Of(1, lifecycle, StartAndEnd + $", \"also{i}\": {{ \"Name\": \"version\", \"Declaration\": \"int32_t version(void)\" }}"));
            Assert.Equal(1, versions.Library["starts"].Invoke().ToInt32());
            Assert.Equal(1, versions.Library[$"also{i}"].Invoke().ToInt32());
        }

        List<long>[] answers = await callers.EndAsync();
        Assert.All(answers, static one => Assert.Equal([1], one));
        Assert.Single(versions.Ffi.AllEntries);
    }

    [Fact]
    public async Task Declaration_OfAFileWhoseNewStartFails_IsTakenBack()
    {
        const string refusing = "\"refuse\": { \"Declaration\": \"int32_t refuse(void)\", \"Fails\": \"result != 0\" }";
        await using Versions versions = await Versions.StartAsync(Versions.Of(1, "\"OnStart\": [ \"begin\" ], \"OnStop\": [ \"end\" ]", StartAndEnd));
        VersionCallers callers = new(versions.Library, callsSynchronously: false);
        callers.Await(1);

        RolloutException failure = await Assert.ThrowsAsync<RolloutException>(() =>
            versions.ChangeAsync(Versions.Of(1, "\"OnStart\": [ \"refuse\" ], \"OnStop\": [ \"end\" ]", $"{StartAndEnd}, {refusing}")));
        List<long>[] answers = await callers.EndAsync();

        Assert.Contains("refuse", failure.Message, StringComparison.Ordinal);
        Assert.All(answers, static one => Assert.Equal([1], one));
        Assert.Equal((LibraryState.Ready, 1), (versions.Library.State, versions.Library["starts"].Invoke().ToInt32()));
        Assert.Throws<UnknownNameException>(() => versions.Library["refuse"]);
    }

    [Fact]
    public async Task Declaration_ThatCannotBeTakenBackEither_LeavesTheLibraryToItsSupervisor()
    {
        const string startsOnce = "\"KeepLoaded\": true, \"OnStart\": [ \"begin\" ]";
        using TemporaryFolder folder = new();
        string file = folder.File("libalone.so"); // What is kept loaded counts its starts for ever.
        File.Copy(Versions.FileOf(1), file);
        string Of(string settings) => Versions.Of(1, settings, StartAndEnd).Replace(Versions.FileOf(1), file, StringComparison.Ordinal);
        await using Versions versions = await Versions.StartAsync(Of(startsOnce));

        for (int i = 0; i < 3; i++)
        {
            RolloutException failure = await Assert.ThrowsAsync<RolloutException>(() =>
                versions.ChangeAsync(Of(startsOnce + $", \"Concurrency\": {i + 1}")));

            Assert.Contains("it does not serve either", failure.Message, StringComparison.Ordinal);
            Assert.Equal(LibraryState.Failed, versions.Library.State);
            Eventually.Holds(() => versions.Ffi.AllEntries.Count() == 1, "what was tried had ended");
        }

        await versions.ChangeAsync(Of("\"KeepLoaded\": true"));
        Assert.Equal(LibraryState.Ready, versions.Library.State);
    }

    [Fact]
    public async Task Declaration_ThatNeedsWhatDoesNotServe_LeavesTheOneThatServesAlone()
    {
        const string needs = "\"DependsOn\": [ \"base\" ], \"Concurrency\": 1";
        string source = Versions.Of(2);
        await using Versions versions = await Versions.StartAsync(Versions.Of(1, "\"DependsOn\": [ \"base\" ], \"Concurrency\": 1") + $", \"base\": {source}");
        await versions.Ffi["base"].DrainAsync().Within();
        VersionCallers callers = new(versions.Library);

        RolloutException failure = await Assert.ThrowsAsync<RolloutException>(() => versions.ChangeAllAsync($"\"v\": {Versions.Of(1, needs + ", \"KeepLoaded\": true")}, \"base\": {source}"));
        callers.Await(1);
        await callers.EndAsync();

        Assert.Contains("it needs library 'base', which is Stopped", failure.Message, StringComparison.Ordinal);
        Assert.Equal((LibraryState.Ready, 1), (versions.Library.State, versions.Library.Generation));
        await versions.Ffi["base"].ReviveAsync().Within();
        await versions.ChangeAllAsync($"\"v\": {Versions.Of(1, needs + ", \"KeepLoaded\": true")}, \"base\": {source}");
        Assert.Equal((LibraryState.Ready, 2), (versions.Library.State, versions.Library.Generation));
    }

    [Fact]
    public async Task Calls_ByKey_KeepTheirOrderWhereTheLibraryIsBeingRestartedMeanwhile()
    {
        uint log = CallIds.Next(1);
        string Of(string settings) => $$"""
            { "Path": "{{FixtureLibrary.File}}", {{settings}} "Symbols": { "close": "void gate_close(int32_t gate)", "open": "void gate_open(int32_t gate)",
              "pass": "int64_t gate_pass(int32_t gate)", "waiting": "int32_t gate_waiting(int32_t gate)",
              "note": { "Declaration": "int32_t order_note(uint32_t log, uint32_t value)", "Key": "log" }, "faults": "int32_t order_faults(uint32_t log)", "last": "uint32_t order_last(uint32_t log)" } }
            """;
        await using FfiRuntime gates = await FixtureLibrary.StartAsync();
        using Gate gate = new(gates[FixtureLibrary.Name]);
        await using Versions versions = await Versions.StartAsync(Of(""));
        Task<NativeReply> running = versions.Library["pass"].TryCallAsync(gate.Number).AsTask();
        gate.AwaitWaiting(1);
        Task restarting = versions.Library.RestartAsync();
        Eventually.Holds(() => versions.Library.State == LibraryState.Loading, "the library was being restarted");
        Task<NativeReply> first = versions.Library["note"].TryCallAsync(log, 1u).AsTask();

        Task changing = versions.ChangeAsync(Of("\"KeepLoaded\": true,"));
        Eventually.Holds(() => versions.Library.Entry.Declarations == 2, "calls reach the changed library");
        Task<NativeReply> second = versions.Library["note"].TryCallAsync(log, 2u).AsTask();
        gate.Open();
        await Task.WhenAll(running, first, second, restarting, changing).Within();

        Assert.Equal((0, 2u), (versions.Library["faults"].Invoke(log).ToInt32(), versions.Library["last"].Invoke(log).ToUInt32()));
    }

    [Fact]
    public async Task Calls_ThatWaitForALibraryThatCannotBeLoaded_AreAnsweredOnceItsPathIsMended()
    {
        await using Versions versions = await Versions.StartAsync(
            """{ "Path": "libnothing_of_the_kind.so", "OnLoadError": "RestartLibrary", "RestartDelay": "00:10:00", "WaitWhileUnavailable": "00:10:00", "Symbols": { "version": "int32_t version(void)" } }""");
        Assert.Equal(LibraryState.BackingOff, versions.Library.State);
        Task<NativeReply> waiting = versions.Library["version"].CallAsync().AsTask();

        await versions.ChangeAsync(Versions.Of(2));

        Assert.Equal(2, (await waiting.Within()).Value.ToInt32());
        Assert.Equal(LibraryState.Ready, versions.Library.State);
    }

    [Fact]
    public async Task Library_ThatWasStopped_StaysStopped()
    {
        await using Versions versions = await Versions.StartAsync(Versions.Of(1));
        await versions.Library.DrainAsync().Within();

        await versions.ChangeAsync(Versions.Of(2));

        Assert.Equal(LibraryState.Stopped, versions.Library.State);
        await versions.Library.ReviveAsync().Within();
        Assert.Equal(2, versions.Library["version"].Invoke().ToInt32());
    }

    [Fact]
    public async Task Settings_OfAnIsolatedLibrary_AreChangedInItsGuests()
    {
        await using Versions versions = await Versions.StartAsync(Versions.Of(1, Isolated));
        int guest = versions.Library.Guests.Single().ProcessId;

        await versions.ChangeAsync(Versions.Of(1, Isolated + ", \"Timeout\": \"00:00:09\", \"RestartLimit\": 77"));

        Assert.Equal(guest, versions.Library.Guests.Single().ProcessId);
        Assert.Equal((TimeSpan.FromSeconds(9), 77), (versions.Library["version"].Entry.Settings.Timeout, versions.Library.Entry.Definition.Restart.Limit));
    }

    [Theory]
    [InlineData("")]
    [InlineData(Isolated + ", ")]
    public async Task Start_ThatDoesNotReturn_IsGivenUpByTheStopOfTheRuntime(string settings)
    {
        await using EndlessCall endless = await EndlessCall.CreateAsync();
        string Starting(string calls) =>
            $$"""{ "Path": "{{Fixture.Path}}", {{settings}} "StopTimeout": "00:00:00.05", "OnStart": [{{calls}}], "Symbols": { "gate_close": "void gate_close(int32_t)", "gate_pass": "int64_t gate_pass(int32_t)" } }""";
        Versions versions = await Versions.StartAsync(Starting($"\"{endless.Close}\""));
        Task change = versions.ChangeAsync(Starting($"\"{endless.Close}\", \"{endless.Pass}\""));
        Eventually.Holds(() => versions.Ffi.AllEntries.Any(static library => library is { State: LibraryState.Loading, Generation: > 1 }), "the changed library is being started");

        await versions.Ffi.StopAsync().Within();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => change);
    }

    [Fact]
    public async Task Runtime_ThatStopsMeanwhile_Stops()
    {
        Versions versions = await Versions.StartAsync(Versions.Of(1));
        await versions.ChangeAsync(Versions.Of(2));
        Task change = versions.ChangeAsync(Versions.Of(1, Isolated));

        await versions.DisposeAsync().AsTask().Within();

        await Assert.ThrowsAnyAsync<Exception>(() => change);
        Assert.All(versions.Ffi.AllEntries, static library => Assert.Equal(LibraryState.Stopped, library.State));
    }
}
