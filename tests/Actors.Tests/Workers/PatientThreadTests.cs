namespace ActorFfi.Actors.Tests.Workers;

/// <summary>Threads where the system has none to give.</summary>
public sealed class PatientThreadTests
{
    [Theory]
    [InlineData(typeof(OutOfMemoryException))]
    [InlineData(typeof(ThreadStartException))]
    public async Task A_thread_is_asked_for_until_there_is_one(Type scarcity)
    {
        TaskCompletionSource started = new(TaskCreationOptions.RunContinuationsAsynchronously);
        int attempts = 0;

        bool hasStarted = PatientThread.Start(Try, TimeProvider.System);

        Assert.False(hasStarted);
        await started.Task.Within();
        Assert.Equal(3, attempts);

        void Try()
        {
            if (++attempts < 3)
            {
                throw (Exception)Activator.CreateInstance(scarcity, nonPublic: true)!;
            }

            started.SetResult();
        }
    }

    [Fact]
    public async Task A_thread_that_is_there_runs_at_once()
    {
        TaskCompletionSource<string?> name = new(TaskCreationOptions.RunContinuationsAsynchronously);

        Assert.True(PatientThread.Start(() => name.SetResult(Thread.CurrentThread.Name), "patient", TimeProvider.System));

        Assert.Equal("patient", await name.Task.Within());
    }

    [Fact]
    public void What_else_a_start_throws_is_not_taken_for_scarcity() =>
        Assert.Throws<InvalidOperationException>(() => PatientThread.Start(static () => throw new InvalidOperationException(), TimeProvider.System));
}
