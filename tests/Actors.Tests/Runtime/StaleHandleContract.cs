using System.Text;
using Microsoft.Extensions.Configuration;

namespace ActorFfi.Actors.Tests.Runtime;

/// <summary>Everything that native code gave out is stale once its generation has ended, however that came, through every door and wherever the library runs.</summary>
public abstract class StaleHandleContract(IsolationMode isolation)
{
    private const string Function = "int32_t (*)(int32_t, int32_t)";

    // What gets a handle, and what uses it later.
    private static readonly Dictionary<string, Func<LibraryRef, OwnedBuffer, Func<LibraryRef, Task>>> _uses = new()
    {
        ["pointer, passed"] = (library, memory) => Sync(PointerOf(library, memory), static (now, pointer) => now["echo_pointer"].Invoke(pointer)),
        ["pointer, passed without waiting"] = (library, memory) => Async(PointerOf(library, memory), static async (now, pointer) => await now["echo_pointer"].CallAsync(pointer)),
        ["pointer, viewed"] = (library, memory) => Sync(PointerOf(library, memory), static (_, pointer) => pointer.View(4)),
        ["pointer, written to native memory"] = (library, memory) => Sync(PointerOf(library, memory), static (now, pointer) => now["scratch_of_stale_handles"].Variable.View().WritePointer(0, pointer)),
        ["pointer, written to a buffer"] = (library, memory) => Sync(PointerOf(library, memory), static (_, pointer) =>
        {
            using OwnedBuffer other = OwnedBuffer.Allocate(8);
            other.WritePointer(0, pointer);
        }),
        ["view, read"] = (library, memory) => Sync(PointerOf(library, memory).View(16), static (_, view) => view.ReadInt32()),
        ["view, written"] = (library, memory) => Sync(PointerOf(library, memory).View(16), static (_, view) => view.WriteInt32(0, 1)),
        ["view, copied"] = (library, memory) => Sync(PointerOf(library, memory).View(16), static (_, view) => view.ToArray(4)),
        ["view, searched"] = (library, memory) => Sync(PointerOf(library, memory).View(16), static (_, view) => view.ReadCString(4)),
        ["inner pointer"] = (library, memory) => Sync(library["greetings"].Variable.View().ReadPointer(), static (_, pointer) => pointer.View().ReadCString()),
        ["function, called"] = (library, memory) => Sync(FunctionOf(library), static (_, function) => function.Invoke(1, 2)),
        ["function, called without waiting"] = (library, memory) => Async(FunctionOf(library), static async (_, function) => await function.CallAsync(1, 2)),
        ["function, passed"] = (library, memory) => Sync(FunctionOf(library), static (now, function) => now["apply"].Invoke(function, 1, 2)),
        ["function, passed without waiting"] = (library, memory) => Async(FunctionOf(library), static async (now, function) => await now["apply"].CallAsync(function, 1, 2)),
        ["function, written to a buffer"] = (library, memory) => Sync(FunctionOf(library), static (_, function) =>
        {
            using OwnedBuffer other = OwnedBuffer.Allocate(8);
            other.WriteFunction(0, function);
        }),
        ["function of a struct"] = (library, memory) => Sync(library["operations_of"].Invoke().ToPointer().View(32).ReadFunction(Function, 8)!, static (_, function) => function.Invoke(1, 2)),
        ["function of a variable"] = (library, memory) => Sync(library["chosen"].Variable.Read().ToFunction()!, static (_, function) => function.Invoke(1, 2)),
        ["function of a buffer"] = (library, memory) =>
        {
            memory.WriteFunction(0, FunctionOf(library));
            return Sync(library.ReadFunction(memory, Function)!, static (_, function) => function.Invoke(1, 2));
        },
        ["struct, read"] = (library, memory) => Sync(StructOf(library, memory), static (_, corner) => corner.Get("x")),
        ["struct, written"] = (library, memory) => Sync(StructOf(library, memory), static (_, corner) => corner.Set("x", 1.0)),
        ["struct, copied"] = (library, memory) => Sync(StructOf(library, memory), static (_, corner) => corner.ToArray()),
        ["struct, passed by value"] = (library, memory) => Sync(StructOf(library, memory), static (now, corner) => now["add_points"].Invoke(corner, corner)),
        ["variable, read"] = (library, memory) => Sync(library["scratch_of_stale_handles"].Variable, static (_, scratch) => scratch.Read()),
        ["variable, written"] = (library, memory) => Sync(library["scratch_of_stale_handles"].Variable, static (_, scratch) => scratch.Write(1)),
        ["variable, viewed"] = (library, memory) => Sync(library["scratch_of_stale_handles"].Variable, static (_, scratch) => scratch.View()),
        ["callback, passed"] = (library, memory) => Sync(CallbackOf(library), static (now, callback) => now["apply"].Invoke(callback, 1, 2)),
        ["callback, passed without waiting"] = (library, memory) => Async(CallbackOf(library), static async (now, callback) => await now["apply"].CallAsync(callback, 1, 2)),
    };

    private static readonly Dictionary<string, Func<FfiRuntime, Task>> _ends = new()
    {
        ["restart"] = static ffi => Library(ffi).RestartAsync(),
        ["drain and revival"] = static async ffi =>
        {
            await Library(ffi).DrainAsync();
            await Library(ffi).ReviveAsync();
        },
        ["failure and back-off"] = static async ffi =>
        {
            await Library(ffi)["fails"].TryCallAsync(-1, 0);
            Eventually.Holds(() => Library(ffi) is { State: LibraryState.Ready, Generation: > 1 }, "the library was started again");
        },
    };

    /// <summary>Each use of a handle with each end of its generation.</summary>
    public static TheoryData<string, string> Cases => CasesOf(_ends.Keys);

    /// <summary>Each use of a handle with each of these ends.</summary>
    protected static TheoryData<string, string> CasesOf(IEnumerable<string> ends)
    {
        TheoryData<string, string> cases = [];
        foreach (string end in ends)
        {
            foreach (string use in _uses.Keys)
            {
                cases.Add(use, end);
            }
        }

        return cases;
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public Task Handle_WhoseGenerationHasEnded_IsStale(string handle, string end) => CheckAsync(handle, _ends[end]);

    [Fact]
    public async Task Handles_OfADeclarationThatAChangedConfigurationReplaced_AreStale()
    {
        IConfigurationSection section = Section(isolation, "");
        await using FfiRuntime ffi = await FfiRuntime.StartAsync(builder => builder.AddConfiguration(section));
        LiveConfiguration live = new(ffi, section);
        OwnedBuffer[] memory = [.. _uses.Select(_ => Library(ffi).Allocate(16))];
        Func<LibraryRef, Task>[] uses = [.. _uses.Values.Select((use, index) => use(Library(ffi), memory[index]))];
        await Task.WhenAll(uses.Select(use => use(Library(ffi))));

        await live.ApplyAsync(Section(isolation, "\"OnStop\": [ \"add_i32(1, 2)\" ],"), CancellationToken.None).Within();
        Eventually.Holds(() => ffi.AllEntries.Count() == 1, "the previous declaration had ended");

        foreach (Func<LibraryRef, Task> use in uses)
        {
            Assert.Equal(1, (await Assert.ThrowsAsync<StaleHandleException>(() => use(Library(ffi)))).Generation);
        }

        Array.ForEach(memory, static one => one.Dispose());
    }

    /// <summary>Gets a handle, uses it, ends its generation, and uses it again.</summary>
    private protected async Task CheckAsync(string handle, Func<FfiRuntime, Task> endAsync)
    {
        await using FfiRuntime ffi = await FfiRuntime.StartAsync(builder => builder.AddConfiguration(Section(isolation, "")));
        using OwnedBuffer memory = Library(ffi).Allocate(16);
        Func<LibraryRef, Task> use = _uses[handle](Library(ffi), memory);
        await use(Library(ffi));

        await endAsync(ffi).Within();

        StaleHandleException stale = await Assert.ThrowsAsync<StaleHandleException>(() => use(Library(ffi)));
        Assert.Equal((FixtureLibrary.Name, 1), (stale.Library, stale.Generation));
    }

    /// <summary>The library.</summary>
    private protected static LibraryRef Library(FfiRuntime ffi) => ffi[FixtureLibrary.Name];

    private static ForeignPointer PointerOf(LibraryRef library, OwnedBuffer memory) => library["echo_pointer"].Invoke(memory).ToPointer();

    private static ForeignFunction FunctionOf(LibraryRef library) => library["choose"].Invoke(1).ToFunction()!;

    private static NativeStruct StructOf(LibraryRef library, OwnedBuffer memory) => NativeStruct.Behind(library["corner"].Declaration.Variable!, PointerOf(library, memory));

    private static StoredCallback CallbackOf(LibraryRef library) => library.CreateCallback(Function, static (int a, int b) => a + b);

    private static Func<LibraryRef, Task> Sync<T>(T handle, Action<LibraryRef, T> use) => library =>
    {
        use(library, handle);
        return Task.CompletedTask;
    };

    private static Func<LibraryRef, Task> Async<T>(T handle, Func<LibraryRef, T, Task> use) => library => use(library, handle);

    private static IConfigurationSection Section(IsolationMode isolation, string settings) => new ConfigurationBuilder()
        .AddJsonStream(new MemoryStream(Encoding.UTF8.GetBytes($$"""
            { "ActorFfi": { "Libraries": { "{{FixtureLibrary.Name}}": {
                "Path": "{{FixtureLibrary.File}}", "Isolation": "{{isolation}}", "RestartDelay": "00:00:00.001", {{settings}}
                "Types": "typedef struct { double x, y; } point;",
                "Symbols": [
                  "void *echo_pointer(void *v)", "int32_t add_i32(int32_t a, int32_t b)", "int32_t crash_abort(void)", "int32_t (*choose(int32_t which))(int32_t, int32_t)",
                  "int32_t apply(int32_t (*function)(int32_t, int32_t), int32_t a, int32_t b)", "void *operations_of(void)", "point add_points(point a, point b)",
                  "extern const char *const greetings[2]", "extern int32_t (*const chosen)(int32_t, int32_t)", "extern point corner", "extern int64_t scratch_of_stale_handles",
                  { "Declaration": "int32_t fail_with(int32_t result, int32_t code)", "Alias": "fails", "Fails": "result < 0", "OnDeclaredFailure": "RestartLibrary" } ] } } } }
            """)))
        .Build()
        .GetSection(ActorFfiOptions.SectionName);
}
