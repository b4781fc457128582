namespace ActorFfi.Native.Tests.Isolation;

public sealed class SpinRuleTests
{
    // Of others that spin in this process at the same time none counts.
    private readonly SpinRule _rule = new(int.MaxValue);

    [Fact]
    public void Spin_ThatAlwaysPays_IsNeverLeftOut()
    {
        Assert.All(Enumerable.Range(0, 100), _ => Assert.Equal(0, SpinAfter(paid: true)));
    }

    [Fact]
    public void Spin_ThatFailsAgainAndAgain_IsLeftOutEverMore()
    {
        int[] skipped = [.. Enumerable.Range(0, 12).Select(_ => SpinAfter(paid: false))];

        Assert.Equal([0, 0, 0, 0, 1, 2, 4, 8, 16, 32, 64, 64], skipped);
    }

    [Fact]
    public void Spin_ThatPaysAmongManyThatFail_HalvesWhatIsLeftOut()
    {
        Fail(12);

        int[] skipped = [SpinAfter(paid: true), SpinAfter(paid: false), SpinAfter(paid: true), SpinAfter(paid: true)];

        Assert.Equal([64, 32, 64, 32], skipped);
    }

    [Fact]
    public void Spin_ThatPaysAgainAndAgain_IsLeftOutNoMore()
    {
        Fail(12);

        int[] skipped = [.. Enumerable.Range(0, 9).Select(_ => SpinAfter(paid: true))];

        Assert.Equal([64, 32, 16, 8, 4, 2, 1, 0, 0], skipped);
    }

    [Fact]
    public void Rule_ThatForgets_SpinsAtOnce()
    {
        Fail(12);

        _rule.Forget();

        Assert.Equal(0, SpinAfter(paid: true));
    }

    private void Fail(int times)
    {
        for (int i = 0; i < times; i++)
        {
            SpinAfter(paid: false);
        }
    }

    // How many waits went by without a spin before this one.
    private int SpinAfter(bool paid)
    {
        int skipped = 0;
        while (!_rule.TryBegin())
        {
            skipped++;
        }

        _rule.End(paid);
        return skipped;
    }
}
