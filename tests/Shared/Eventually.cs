namespace ActorFfi.Tests;

/// <summary>Waits for something that happens on another thread.</summary>
internal static class Eventually
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    /// <summary>Returns when the condition holds, and fails the test if it never does.</summary>
    public static void Holds(Func<bool> condition, string what) =>
        Assert.True(SpinWait.SpinUntil(condition, Patience), $"It never happened that {what}.");

    /// <inheritdoc cref="Holds"/>
    public static async Task HoldsAsync(Func<Task<bool>> condition, string what)
    {
        long end = Environment.TickCount64 + (long)Patience.TotalMilliseconds;
        while (!await condition())
        {
            Assert.True(Environment.TickCount64 < end, $"It never happened that {what}.");
        }
    }

    /// <summary>Awaits with the same patience.</summary>
    public static Task<T> Within<T>(this Task<T> task) => task.WaitAsync(Patience);

    /// <inheritdoc cref="Within{T}"/>
    public static Task Within(this Task task) => task.WaitAsync(Patience);
}
