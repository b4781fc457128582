using System.Collections.Concurrent;
using System.Runtime.InteropServices;
using System.Text;
using ActorFfi.Actors.Tests.Configuration;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Time.Testing;

namespace ActorFfi.Actors.Tests.Runtime;

/// <summary>Libraries that end together end before those they depend on.</summary>
[Collection(nameof(Versions))]
public sealed class EndOrderTests
{
    [Fact]
    public void Of_PutsDependentsFirstWhateverTheOrderOfDeclaration()
    {
        LibraryEntry[] libraries = [Entry("base"), Entry("top", "middle", "base"), Entry("middle", "base"), Entry("alone"), Entry("base"), Entry("other", "absent", "base")];

        LibraryEntry[] order = EndOrder.Of(libraries);

        Assert.Equal(libraries.ToHashSet(), order.ToHashSet());
        Assert.Equal(libraries.Length, order.Length);
        Assert.All(order, library => Assert.All(library.Definition.DependsOn, name => Assert.DoesNotContain(name, order.TakeWhile(other => other != library).Select(static other => other.Name))));
    }

    [Fact]
    public async Task End_WaitsForDependentsAndForNobodyElse()
    {
        LibraryEntry[] libraries = [Entry("base"), Entry("top", "base"), Entry("alone")];
        TaskCompletionSource top = new(TaskCreationOptions.RunContinuationsAsynchronously);
        ConcurrentQueue<string> ended = [];

        Task[] ends = EndOrder.End(libraries, async (library, dependents) =>
        {
            await dependents;
            await (library.Name == "top" ? top.Task : Task.CompletedTask);
            ended.Enqueue(library.Name);
        });
        string[] before = [.. ended];
        top.SetResult();
        await Task.WhenAll(ends).Within();

        Assert.Equal(["alone"], before);
        Assert.Equal(["alone", "top", "base"], ended);
    }

    [Fact]
    public async Task Libraries_ThatAChangedConfigurationRemoves_EndBeforeThoseTheyDependOn()
    {
        const string symbols = "\"version_when\": \"int32_t version_when(const volatile int32_t flag[1], volatile int32_t entered[1])\"";
        FakeTimeProvider time = new();
        IConfigurationSection before = Section($"\"base\": {Versions.Of(2)}, \"top\": {Versions.Of(1, "\"DependsOn\": \"base\"", symbols)}");
        await using FfiRuntime ffi = await FfiRuntime.StartAsync(builder => builder.AddConfiguration(before).UseTimeProvider(time));
        ConcurrentQueue<string> stopped = [];
        ffi.LibraryStateChanged += step => stopped.Enqueue($"{step.Library} {step.State}");
        using OwnedBuffer flag = OwnedBuffer.Allocate(4);
        using OwnedBuffer entered = OwnedBuffer.Allocate(4);
        nint address = flag.Address;
        nint begun = entered.Address;
        Task<NativeReply> running = ffi["top"]["version_when"].TryCallAsync(flag, entered).AsTask();
        Eventually.Holds(() => Marshal.ReadInt32(begun) == 1, "the call ran");

        await new LiveConfiguration(ffi, before).ApplyAsync(Section(""), CancellationToken.None).Within();
        time.Advance(TimeSpan.FromSeconds(1)); // From then on what is removed may end.
        Marshal.WriteInt32(address, 1);

        Assert.Equal(1, (await running.Within()).Value.ToInt32());
        Eventually.Holds(() => !ffi.AllEntries.Any(), "both had ended");
        Assert.Equal(["top Stopped", "base Stopped"], stopped);
    }

    private static LibraryEntry Entry(string name, params string[] dependsOn)
    {
        FfiRuntimeBuilder builder = new();
        builder.AddLibrary(name, library => library.Path("l.so").DependsOn(dependsOn).Declare("int f(void)"));
        foreach (string other in dependsOn)
        {
            builder.AddLibrary(other, library => library.Path("l.so").Declare("int f(void)"));
        }

        return new LibraryEntry(builder.Build().Libraries.Single(library => library.Name == name), TimeProvider.System);
    }

    private static IConfigurationSection Section(string libraries) => new ConfigurationBuilder()
        .AddJsonStream(new MemoryStream(Encoding.UTF8.GetBytes($$"""{ "ActorFfi": { "Libraries": { {{libraries}} } } }""")))
        .Build()
        .GetSection(ActorFfiOptions.SectionName);
}
