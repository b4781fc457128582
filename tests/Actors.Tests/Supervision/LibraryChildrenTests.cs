namespace ActorFfi.Actors.Tests.Supervision;

/// <summary>Who keeps whom from starting, worked out without actors.</summary>
public sealed class LibraryChildrenTests
{
    // 'top' needs 'left' and 'right', 'left' needs 'base', and 'right' nothing; 'top' and 'left' wait.
    [Theory]
    [InlineData(LibraryState.Loading, LibraryState.Ready, "left", "base")]
    [InlineData(LibraryState.Failed, LibraryState.Ready, "left", "base")]
    [InlineData(LibraryState.Loading, LibraryState.BackingOff, "right", "right")]
    [InlineData(LibraryState.BackingOff, LibraryState.Loading, "left", "base")]
    [InlineData(LibraryState.BackingOff, LibraryState.Failed, "right", "right")]
    [InlineData(LibraryState.Failed, LibraryState.BackingOff, "left", "base")]
    [InlineData(LibraryState.Loading, LibraryState.Draining, "right", "right")]
    [InlineData(LibraryState.Stopped, LibraryState.Loading, "left", "base")]
    public void Missing_IsWhatKeepsItFromStartingForLongest(LibraryState ofBase, LibraryState ofRight, string missing, string root)
    {
        LibraryChildren children = Diamond(ofBase, ofRight);

        LibraryChild found = children.MissingOf(Child(children, "top"))!;

        Assert.Equal((missing, root), (found.Library.Name, children.RootOf(found).Library.Name));
    }

    [Fact]
    public void Missing_IsNothingWhereAllIsReady()
    {
        LibraryChildren children = Diamond(LibraryState.Ready, LibraryState.Ready);
        Enter(Child(children, "left"), LibraryState.Ready);

        Assert.Null(children.MissingOf(Child(children, "top")));
        Assert.Null(children.MissingOf(Child(children, "base")));
    }

    [Fact]
    public void Chain_NamesEachLibraryOnTheWay()
    {
        LibraryChildren children = Diamond(LibraryState.Failed, LibraryState.Ready);

        Assert.Equal("library 'left', which needs library 'base', which is Failed", children.ChainOf(Child(children, "left")));
        Assert.Equal("library 'base', which is Failed", children.ChainOf(Child(children, "base")));
    }

    [Theory]
    [InlineData("base", "left")]
    [InlineData("left", "top")]
    [InlineData("right", "top")]
    [InlineData("top", "")]
    public void Dependents_AreThoseThatWait(string of, string dependents)
    {
        LibraryChildren children = Diamond(LibraryState.Failed, LibraryState.Failed);

        Assert.Equal(dependents, string.Join(' ', children.DependentsOf(Child(children, of)).Select(static child => child.Library.Name)));
    }

    [Fact]
    public void Dependents_OfALibraryThatServeAlready_AreNotAsked()
    {
        LibraryChildren children = Diamond(LibraryState.Failed, LibraryState.Ready);
        Child(children, "left").WaitsForOthers = false;

        Assert.Empty(children.DependentsOf(Child(children, "base")));
        Assert.Equal("left", children.RootOf(Child(children, "left")).Library.Name);
    }

    [Fact]
    public void Name_MeansTheLibraryOnTrialOnlyForThoseThatAreTriedWithIt()
    {
        LibraryChildren children = new([Entry("base"), Entry("old", "base")]);
        LibraryChild before = Child(children, "base");
        LibraryChild[] tried = children.Try([Entry("base"), Entry("new", "base")]);

        Assert.Same(before, children.MissingOf(Child(children, "old")));
        Assert.Same(tried[0], children.MissingOf(tried[1]));

        children.Accept([tried[0].Library, tried[1].Library]);
        Assert.Same(tried[0], children.MissingOf(Child(children, "old")));
        Assert.Same(tried[0], children.MissingOf(tried[1]));
        Assert.Contains(before, children.All);
    }

    [Fact]
    public void Name_MeansTheLibraryBeforeAgain_WhereTheTrialEnds()
    {
        LibraryChildren children = new([Entry("base")]);
        LibraryChild[] tried = children.Try([Entry("base"), Entry("new", "base")]);

        children.EndTrial(tried[0]);

        Assert.Same(Child(children, "base"), children.MissingOf(tried[1]));
        Assert.Null(Record.Exception(() => children.Try([Entry("base")]))); // Another attempt.
    }

    [Fact]
    public void Name_OfALibraryThatHasEnded_KeepsNobodyWaiting()
    {
        LibraryChildren children = new([Entry("base"), Entry("old", "base")]);
        LibraryChild old = Child(children, "old");
        old.WaitsForOthers = true;

        children.Forget(Child(children, "base"));

        Assert.Null(children.MissingOf(old));
        Assert.Empty(children.DependentsOf(old));
        Assert.Equal([old], children.All);
    }

    [Fact]
    public void Library_ThatWasReplaced_IsForgottenWithoutItsSuccessor()
    {
        LibraryChildren children = new([Entry("base"), Entry("old", "base")]);
        LibraryChild before = Child(children, "base");
        LibraryChild after = children.Try([Entry("base")])[0];
        children.Accept([after.Library]);

        children.Forget(before);

        Assert.Null(children.Find(before.Library));
        Assert.Same(after, children.MissingOf(Child(children, "old")));
    }

    private static LibraryChildren Diamond(LibraryState ofBase, LibraryState ofRight)
    {
        LibraryChildren children = new([Entry("top", "left", "right"), Entry("left", "base"), Entry("right"), Entry("base")]);
        Child(children, "top").WaitsForOthers = true;
        Child(children, "left").WaitsForOthers = ofBase != LibraryState.Ready;
        Enter(Child(children, "base"), ofBase);
        Enter(Child(children, "right"), ofRight);
        return children;
    }

    private static void Enter(LibraryChild child, LibraryState state) => child.Library.Enter(child.Library.Now(state, "For the test."), isSettled: false);

    private static LibraryChild Child(LibraryChildren children, string name) => children.All.First(child => child.Library.Name == name);

    private static LibraryEntry Entry(string name, params string[] needs)
    {
        FfiRuntimeBuilder builder = new();
        builder.AddLibrary(name, library => library.Path("l.so").DependsOn(needs).Declare("int f(void)"));
        foreach (string need in needs)
        {
            builder.AddLibrary(need, library => library.Path("l.so").Declare("int f(void)"));
        }

        return new LibraryEntry(builder.Build().Libraries.First(library => library.Name == name), TimeProvider.System);
    }
}
