using System.Collections.Concurrent;
using ActorFfi.Native.Tests.Loading;

namespace ActorFfi.Native.Tests.Isolation;

/// <summary>A guest with the fixture library, and what its owner was told.</summary>
internal sealed class TestGuest : IGuestOwner, IAsyncDisposable
{
    /// <summary>The structs that prototypes may name.</summary>
    public static readonly TypeScope Types = TypeScope.Parse("struct cb_large { int64_t values[5]; }; struct cb_pair { int32_t a, b; }; struct iso_huge { int64_t values[400]; };");

    private readonly Dictionary<string, CallPlan> _plans = new(StringComparer.Ordinal);

    private TestGuest(long arenaSize)
    {
        Arena = Arena.Create("fixture", arenaSize);
    }

    public Arena Arena { get; }

    public GuestProcess Process { get; private set; } = null!;

    public BufferAccount Account { get; } = new("fixture");

    public TaskCompletionSource<GuestExit> Death { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public ConcurrentQueue<GuestOutputLine> Lines { get; } = new();

    public ConcurrentQueue<string> Events { get; } = new();

    public static async Task<TestGuest> StartAsync(string[] prototypes, Func<GuestStart, GuestStart>? change = null, long arenaSize = 256 << 20, CancellationToken cancellationToken = default)
    {
        TestGuest guest = new(arenaSize);
        try
        {
            GuestStart start = guest.StartOf(prototypes);
            guest.Process = await GuestProcess.StartAsync(change is null ? start : change(start), guest, cancellationToken);
            return guest;
        }
        catch
        {
            guest.Arena.Dispose();
            throw;
        }
    }

    public OwnedBuffer Allocate(long length) => Arena.Allocate(Account, length);

    /// <summary>Submits a call to a lane; the task gives its outcome.</summary>
    public async Task<GuestReply> CallAsync(int lane, string function, params NativeArgument[] arguments) => await Submit(lane, function, arguments);

    public Task<GuestReply> Submit(int lane, string function, params ReadOnlySpan<NativeArgument> arguments) =>
        TrySubmit(lane, function, arguments) ?? throw new InvalidOperationException("The lane took no call.");

    /// <summary>The same; null where the guest has ended, or the lane has all the calls it takes.</summary>
    public Task<GuestReply>? TrySubmit(int lane, string function, params ReadOnlySpan<NativeArgument> arguments)
    {
        TaskCompletionSource<GuestReply> done = new(TaskCreationOptions.RunContinuationsAsynchronously);
        CallArguments bound = new();
        bound.Bind(_plans[function], arguments, holder: _plans[function]);
        if (Process.Lanes[lane].TrySubmit(Process.Function(function)!, bound, done))
        {
            return done.Task;
        }

        bound.Release();
        return null;
    }

    /// <summary>The plan of a function.</summary>
    public CallPlan PlanOf(string function) => _plans[function];

    public GuestReply Invoke(int lane, string function, params ReadOnlySpan<NativeArgument> arguments)
    {
        CallArguments bound = new();
        bound.Bind(_plans[function], arguments, holder: null);
        GuestReply reply = Process.Lanes[lane].Invoke(Process.Function(function)!, bound);
        Finish(reply);
        return reply;
    }

    /// <summary>Completes when a function that counts, called on another lane, gives at least that number.</summary>
    public async Task Reaches(int lane, string function, int number, params NativeArgument[] arguments)
    {
        while (Invoke(lane, function, arguments).Value.ToInt32() < number)
        {
            await Task.Yield();
        }
    }

    public void Completed(in GuestReply reply)
    {
        Events.Enqueue(reply.Outcome.ToString());
        Finish(reply);
        ((TaskCompletionSource<GuestReply>)reply.State!).SetResult(reply);
    }

    public void Died(GuestProcess guest, GuestExit exit)
    {
        Events.Enqueue("Died");
        Death.SetResult(exit);
    }

    public void Wrote(GuestProcess guest, GuestOutputLine line) => Lines.Enqueue(line);

    public async ValueTask DisposeAsync()
    {
        await Process.StopAsync(TimeSpan.FromSeconds(10));
        Arena.Dispose();
    }

    private static void Finish(in GuestReply reply)
    {
        if (reply.Outcome == GuestOutcome.Lost)
        {
            reply.Arguments.Tear();
        }
        else
        {
            if (reply.Outcome == GuestOutcome.Answered && reply.Arguments.Plan.HasLoans && reply.Failure is null)
            {
                reply.Arguments.Succeed(reply.Function.Guest.Generation);
            }

            reply.Arguments.Release();
        }
    }

    private GuestStart StartOf(string[] prototypes)
    {
        List<GuestSymbol> symbols = [];
        foreach (string prototype in prototypes)
        {
            string[] parts = prototype.Split(" frees ");
            bool capturesErrno = parts[0].StartsWith("errno ", StringComparison.Ordinal);
            SymbolDeclaration declaration = CPrototype.Parse(capturesErrno ? parts[0][6..] : parts[0], Types) with { CapturesErrno = capturesErrno };
            CallPlan? plan = declaration.Variable is null ? new("fixture", declaration) { IsIsolated = true, Kept = prototype.Contains("keep_", StringComparison.Ordinal) ? 1u : 0, Releases = prototype.Contains("release_", StringComparison.Ordinal) ? 1u : 0 } : null;
            _plans[declaration.Name] = plan!;
            symbols.Add(new GuestSymbol(declaration, plan, parts.Length > 1 ? parts[1] : null));
        }

        return new GuestStart { Library = "fixture", Arena = Arena, Candidates = [FixtureLibrary.FullPath], Symbols = symbols, Lanes = 4 };
    }
}
