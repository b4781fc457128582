namespace ActorFfi.Actors.Tests.Supervision;

/// <summary>What becomes of a library: each directive, each kind of failure, with and without a budget.</summary>
public sealed class LibraryVerdictTests
{
    private static readonly DateTimeOffset _now = new(2030, 1, 1, 12, 0, 0, TimeSpan.Zero);

    public static TheoryData<FailureKind, FailureDirective, bool, int, bool> Cases()
    {
        TheoryData<FailureKind, FailureDirective, bool, int, bool> cases = [];
        foreach (FailureKind kind in Enum.GetValues<FailureKind>())
        {
            foreach (FailureDirective directive in Enum.GetValues<FailureDirective>())
            {
                foreach (bool isCritical in new[] { false, true })
                {
                    bool isRestarted = directive != FailureDirective.Stop && !(directive == FailureDirective.Escalate && isCritical);
                    cases.Add(kind, directive, isCritical, 0, isRestarted);
                    cases.Add(kind, directive, isCritical, 2, isRestarted);
                    cases.Add(kind, directive, isCritical, 3, false); // The budget is used up.
                }
            }
        }

        return cases;
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Library_IsRestartedWhereItsDirectiveAndItsBudgetSaySo(FailureKind kind, FailureDirective directive, bool isCritical, int restarts, bool isRestarted)
    {
        LibraryDefinition library = Library(isCritical);
        DateTimeOffset[] before = [.. Enumerable.Range(1, restarts).Select(second => _now - TimeSpan.FromSeconds(second))];

        LibraryVerdict verdict = LibraryVerdict.Of(library, new LibraryFailure(kind, directive, new InvalidOperationException("The cause.")), [.. before], _now, chance: 0.5);

        Assert.Equal(isRestarted, verdict.Delay is not null);
        Assert.Equal(isRestarted ? restarts + 1 : restarts, verdict.Restarts.Length);
        Assert.Contains(kind == FailureKind.LoadError ? "could not be loaded" : "The cause.", verdict.Reason, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(FailureDirective.Stop, 0, "Mend the cause and revive the library.")]
    [InlineData(FailureDirective.Escalate, 0, "The library is critical, so the service stops.")]
    [InlineData(FailureDirective.RestartLibrary, 3, "Its budget of 3 restarts in 00:01:00 is used up. Mend the cause and revive the library.")]
    public void Reason_SaysWhyThereIsNoRestart(FailureDirective directive, int restarts, string end)
    {
        LibraryVerdict verdict = LibraryVerdict.Of(Library(isCritical: true), new LibraryFailure(FailureKind.Fault, directive, new InvalidOperationException("The cause.")), [.. Enumerable.Repeat(_now, restarts)], _now, chance: 0.5);

        Assert.Equal($"It failed (Fault): The cause. {end}", verdict.Reason);
    }

    private static LibraryDefinition Library(bool isCritical)
    {
        FfiRuntimeBuilder builder = new();
        builder.AddLibrary("l", library => library.Path("l.so").Critical(isCritical).RestartLimit(3).RestartWindow(TimeSpan.FromMinutes(1)).Declare("int f(void)"));
        return builder.Build().Libraries[0];
    }
}
