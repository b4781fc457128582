using System.Collections.Concurrent;

namespace ActorFfi.Actors.Tests.Supervision;

/// <summary>Each kind of failure with each directive, wherever native code runs.</summary>
public abstract class DirectiveContract(IsolationMode isolation) : PlacementContract(isolation)
{
    [Theory]
    [CombinatorialDirectives(FailureKind.DeclaredFailure, FailureKind.FatalResult, FailureKind.CallbackError, FailureKind.Timeout)]
    public Task Failure_OfACall_HasTheDeclaredConsequence(FailureKind kind, FailureDirective directive) => DemandAsync(kind, directive);

    /// <summary>Lets a call fail, and looks at what becomes of the library.</summary>
    protected async Task DemandAsync(FailureKind kind, FailureDirective directive)
    {
        await using FfiRuntime ffi = await StartAsync(library => Declare(library, directive));
        LibraryRef library = ffi[FixtureLibrary.Name];
        ConcurrentQueue<LibraryState> seen = [];
        library.StateChanged += step => seen.Enqueue(step.State);

        await FailAsync(library, kind);

        if (kind == FailureKind.Crash && directive == FailureDirective.Stop)
        {
            Eventually.Holds(() => library.State == LibraryState.Failed, "the library failed");
            return;
        }

        bool isRestarted = directive is FailureDirective.RestartLibrary or FailureDirective.Escalate;
        if (isRestarted)
        {
            Eventually.Holds(() => seen.Contains(LibraryState.BackingOff), "the library failed");
        }

        // The same worker takes nothing before it was decided about it, and calls wait while the library is started again.
        Assert.Equal(0, (await library["fail_with"].CallAsync(0, 0).AsTask().Within()).Value.ToInt32());
        Assert.Equal(5, (await library["code"].CallAsync(5).AsTask().Within()).Value.ToInt32());
        Assert.True((await CallBackAsync(library, fails: false)).IsSuccess);
        Assert.Equal(0, (await library["sleep_ms"].CallAsync(0).AsTask().Within()).Value.ToInt32());
        Assert.Equal(isRestarted, seen.Contains(LibraryState.BackingOff));
        Assert.DoesNotContain(LibraryState.Failed, seen);
    }

    private static void Declare(LibraryBuilder library, FailureDirective directive) => library
        .OnDeclaredFailure(directive)
        .OnFatalResult(directive)
        .OnCallbackError(directive)
        .OnTimeout(directive)
        .OnFault(directive)
        .OnCrash(directive)
        .RestartDelay(TimeSpan.FromMilliseconds(1))
        .WaitWhileUnavailable(TimeSpan.FromMinutes(1))
        .Declare("int32_t echo_i32(int32_t v)", symbol => symbol.Alias("code").Fatal("result < 0"))
        .Declare("int32_t sleep_ms(int32_t milliseconds)")
        .Declare("int32_t crash_null_write(int32_t value)")
        .Declare("int64_t call_back_many(int32_t (*callback)(int32_t), int32_t count)");

    private static async Task FailAsync(LibraryRef library, FailureKind kind)
    {
        switch (kind)
        {
            case FailureKind.DeclaredFailure:
                Assert.IsType<NativeCallFailedException>((await library["fail_with"].TryCallAsync(-1, 5)).Failure);
                break;
            case FailureKind.FatalResult:
                Assert.True(Assert.IsType<NativeCallFailedException>((await library["code"].TryCallAsync(-1)).Failure).IsFatal);
                break;
            case FailureKind.CallbackError:
                Assert.IsType<InvalidTimeZoneException>((await CallBackAsync(library, fails: true)).Failure);
                break;
            case FailureKind.Timeout:
                await OverrunAsync(library["sleep_ms"].With(new CallOptions { Timeout = TimeSpan.FromMilliseconds(100) }));
                break;
            case FailureKind.Fault:
                FaultInjection.FailNext(library["fail_with"]);
                Assert.IsType<CallFaultedException>((await library["fail_with"].TryCallAsync(0, 0)).Failure);
                break;
            case FailureKind.Crash:
                Assert.IsType<GuestCrashedException>((await library["crash_null_write"].TryCallAsync(1)).Failure);
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(kind), kind, "No call fails in this way.");
        }
    }

    // On a busy machine a call may be late before it has begun.
    private static async Task OverrunAsync(SymbolRef sleep)
    {
        CallTimeoutException late;
        do
        {
            late = Assert.IsType<CallTimeoutException>((await sleep.TryCallAsync(1_000)).Failure);
        }
        while (!late.HasBegun);
    }

    private static Task<NativeReply> CallBackAsync(LibraryRef library, bool fails) => library["call_back_many"].TryCallAsync(
        NativeArgument.Callback((int value) => fails ? throw new InvalidTimeZoneException("The handler failed.") : value), 1).AsTask().Within();
}
