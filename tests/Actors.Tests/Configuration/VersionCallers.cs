namespace ActorFfi.Actors.Tests.Configuration;

/// <summary>Callers that ask for the version without a pause, nonblocking and synchronous ones.</summary>
internal sealed class VersionCallers
{
    private readonly CancellationTokenSource _enough = new();
    private readonly Task<List<long>>[] _callers;
    private readonly int[] _newest = new int[5];
    private int _started;

    /// <param name="library">The library.</param>
    /// <param name="callsSynchronously">Whether some call synchronously, for which there must be no pause.</param>
    public VersionCallers(LibraryRef library, bool callsSynchronously = true)
    {
        SymbolRef version = library["version"];
        _callers =
        [
            .. Enumerable.Range(0, 3).Select(_ => Task.Run(() => RunAsync(async () => (await version.CallAsync()).Value.ToInt64()))),
            Task.Run(() => RunAsync(async () => (await library["version"].CallAsync()).Value.ToInt64())),
            .. callsSynchronously ? new[] { Task.Run(() => RunAsync(() => Task.FromResult(version.Invoke().ToInt64()))) } : [],
        ];
    }

    /// <summary>Returns once everybody was answered by a version, or somebody was not answered.</summary>
    public void Await(int version) => Eventually.Holds(
        () => _newest.AsSpan(0, _callers.Length).ContainsAnyExcept(version) is false || Array.Exists(_callers, static caller => caller.IsFaulted), $"version {version} answered");

    /// <summary>Ends the callers.</summary>
    /// <returns>What each was answered, in order.</returns>
    public async Task<List<long>[]> EndAsync()
    {
        await _enough.CancelAsync();
        List<long>[] answers = await Task.WhenAll(_callers).Within();
        _enough.Dispose();
        return answers;
    }

    private async Task<List<long>> RunAsync(Func<Task<long>> call)
    {
        List<long> answers = [];
        int place = Interlocked.Increment(ref _started) - 1;
        while (!_enough.IsCancellationRequested)
        {
            long answer = await call();
            Volatile.Write(ref _newest[place], (int)answer);
            if (answers.Count == 0 || answers[^1] != answer)
            {
                answers.Add(answer); // Each once, in order.
            }
        }

        return answers;
    }
}
