using System.Diagnostics;
using System.Globalization;

namespace ActorFfi.Actors.Tests.Runtime;

/// <summary>Calls through all doors while the library is unloaded and loaded again all the time.</summary>
/// <remarks>Three seconds, or as many as the environment variable <c>ACTORFFI_STRESS_SECONDS</c> says.</remarks>
[Collection(nameof(Alone))]
public sealed class UnloadStressTests
{
    private const int Threads = 8;
    private const int FewestUnloads = 20;

    private static readonly TimeSpan _length = TimeSpan.FromSeconds(
        int.Parse(Environment.GetEnvironmentVariable("ACTORFFI_STRESS_SECONDS") ?? "3", CultureInfo.InvariantCulture));

    private volatile bool _ends;
    private int _answers;
    private int _refusals;

    [Fact]
    public async Task Each_call_is_right_or_refused_while_the_library_is_unloaded_under_it()
    {
        await using FfiRuntime ffi = await UnloadableLibrary.StartAsync(library => library.Workers(4));
        LibraryRef library = ffi[UnloadableLibrary.Name];
        int unloads = ffi.Unloads();
        long end = Stopwatch.GetTimestamp() + (long)(_length.TotalSeconds * Stopwatch.Frequency);
        Task[] callers =
        [
            .. Enumerable.Range(0, Threads).Select(thread => Task.Factory.StartNew(() => Invoke(library, thread), TaskCreationOptions.LongRunning)),
            .. Enumerable.Range(0, Threads).Select(caller => Task.Run(() => CallAsync(library, caller))),
        ];
        while (Stopwatch.GetTimestamp() < end || ffi.Unloads() - unloads < FewestUnloads)
        {
            await library.RestartAsync().Within();
            await Task.Yield();
        }

        _ends = true;
        await Task.WhenAll(callers).Within();
        Assert.Equal(0, ffi.UnloadsInside());
        Assert.True(_answers > 0, "No call was answered.");
        Assert.True(_refusals > 0, "No call met a restart.");
    }

    private void Invoke(LibraryRef library, int thread)
    {
        ForeignPointerView? view = null;
        ForeignFunction? function = null;
        for (int i = 0; !_ends; i++)
        {
            Check(() =>
            {
                view ??= library["the_table"].Invoke().ToPointer().View(16);
                Assert.Equal(40, view.Value.ReadInt32(12));
            }, () => view = null);
            Check(() =>
            {
                function ??= library["the_function"].Invoke().ToFunction();
                Assert.Equal(2 * i, function!.Invoke(i).ToInt32());
                Assert.Equal(2 * i, library["apply"].Invoke(function, i).ToInt32());
            }, () => function = null);
            Check(() => Assert.Equal(3 * i, library["triple"].Invoke(i).ToInt32()), static () => { });
            Check(() => Assert.Equal("from the library", library["the_text"].Invoke().ToText()), static () => { });
            if (thread % 2 == 0)
            {
                Check(() => Assert.Equal(3 * i, library["triple_slowly"].Invoke(i, 50).ToInt32()), static () => { });
            }
        }
    }

    private void Check(Action call, Action forget)
    {
        try
        {
            call();
            Interlocked.Increment(ref _answers);
        }
        catch (Exception refused) when (refused is StaleHandleException or LibraryUnavailableException)
        {
            Interlocked.Increment(ref _refusals);
            forget();
        }
    }

    private async Task CallAsync(LibraryRef library, int caller)
    {
        for (int i = caller; !_ends; i++)
        {
            NativeReply reply = await library["triple"].TryCallAsync(i);
            Assert.True(reply.Failure is null or LibraryUnavailableException, $"The call failed in an unexpected way: {reply.Failure}");
            Assert.True(!reply.IsSuccess || reply.Value.ToInt32() == 3 * i, "The answer is wrong.");
            Interlocked.Increment(ref _answers);
        }
    }
}
