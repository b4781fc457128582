namespace ActorFfi.Host.Tests.Status;

public sealed class TimeHistogramTests
{
    [Theory]
    [InlineData(1e-7)]
    [InlineData(5e-5)]
    [InlineData(2e-3)]
    [InlineData(30)]
    public void Percentile_OfEqualTimes_IsThatTimeToATenth(double seconds)
    {
        TimeHistogram times = new();
        for (int i = 0; i < 100; i++)
        {
            times.Record(seconds);
        }

        Assert.InRange(times.Percentile(0.5)!.Value, seconds * 0.9, seconds * 1.1);
        Assert.Equal(times.Percentile(0.5), times.Percentile(0.99));
    }

    [Fact]
    public void Percentile_OfMixedTimes_TellsThemApart()
    {
        TimeHistogram times = new();
        for (int i = 0; i < 95; i++)
        {
            times.Record(1e-5);
        }

        for (int i = 0; i < 5; i++)
        {
            times.Record(1e-2);
        }

        Assert.InRange(times.Percentile(0.5)!.Value, 0.9e-5, 1.1e-5);
        Assert.InRange(times.Percentile(0.99)!.Value, 0.9e-2, 1.1e-2);
    }

    [Fact]
    public void Times_OfTenTurnsAgo_AreForgotten()
    {
        TimeHistogram times = new();
        times.Record(1);
        for (int i = 0; i < 9; i++)
        {
            times.Turn();
        }

        Assert.NotNull(times.Percentile(0.5));
        times.Turn();
        Assert.Null(times.Percentile(0.5));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(1e9)]
    [InlineData(double.NaN)]
    public void Record_OfAnyTime_CountsIt(double seconds)
    {
        TimeHistogram times = new();
        times.Record(seconds);

        Assert.NotNull(times.Percentile(0.99));
    }
}
