using System.Globalization;

namespace ActorFfi.Actors.Tests.Isolation;

/// <summary>Calls that ended guests are refused, until they are pardoned.</summary>
public sealed class PoisonListTests
{
    private readonly PoisonList _list = new();

    [Theory]
    [InlineData("f1", "f1", 2, false)]
    [InlineData("f1 f1", "f1", 2, true)]
    [InlineData("f1 f1", "f2", 2, false)] // Other arguments.
    [InlineData("f1 f1", "g1", 2, false)] // Another symbol.
    [InlineData("f1 f2", "f1", 2, false)]
    [InlineData("f1 g1 f2 f1", "f1", 2, true)]
    [InlineData("f1", "f1", 1, true)]
    [InlineData("f1 f1 f1", "f1", 0, false)] // Never.
    [InlineData("f1 f1", "f1", 3, false)]
    public void Call_AfterDeaths_IsRefused(string deaths, string call, int after, bool isRefused)
    {
        foreach (string death in deaths.Split(' '))
        {
            Blame(death);
        }

        PoisonCallException? refusal = RefusalOf(call, after);

        Assert.Equal(isRefused, refusal is not null);
        if (refusal is not null)
        {
            Assert.Equal(("lib", call[..1], deaths.Split(' ').Count(death => death == call)), (refusal.Library, refusal.Symbol, refusal.Deaths));
            Assert.IsType<InvalidOperationException>(refusal.InnerException);
        }
    }

    [Fact]
    public void Pardon_OfASymbol_ForgetsItsCallsAlone()
    {
        Array.ForEach(["f1", "f2", "g1"], Blame);

        Assert.Equal(2, _list.Pardon("f"));

        Assert.Null(RefusalOf("f1", after: 1));
        Assert.NotNull(RefusalOf("g1", after: 1));
        Assert.False(_list.Suspects("f"));
        Assert.True(_list.Suspects("g"));
        Assert.False(_list.IsEmpty);
        Assert.Equal(1, _list.Pardon(null));
        Assert.True(_list.IsEmpty);
    }

    [Fact]
    public void Suspects_WithoutEnd_AreForgottenOldestFirst()
    {
        for (int i = 0; i <= 1024; i++)
        {
            Blame(string.Create(CultureInfo.InvariantCulture, $"f{i}"));
        }

        Assert.Null(RefusalOf("f0", after: 1));
        Assert.NotNull(RefusalOf("f1", after: 1));
        Assert.NotNull(RefusalOf("f1024", after: 1));
    }

    private void Blame(string call) => _list.Blame(call[..1], FingerprintOf(call), new InvalidOperationException(), "1");

    private PoisonCallException? RefusalOf(string call, int after) => _list.RefusalOf("lib", call[..1], FingerprintOf(call), after);

    private static UInt128 FingerprintOf(string call) => UInt128.Parse(call[1..], CultureInfo.InvariantCulture);
}
