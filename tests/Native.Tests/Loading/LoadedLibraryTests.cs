namespace ActorFfi.Native.Tests.Loading;

public sealed class LoadedLibraryTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private delegate int Add(int a, int b);

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Library_WithDeclaredFunction_CanBeCalledAtItsAddress()
    {
        LoadedLibrary library = FixtureLibrary.Open("add_i32");

        Assert.Equal(5, library.Function<Add>("add_i32")(2, 3));
        library.Close();
    }

    [Fact]
    public void Library_WithSeveralCandidates_IsTheFirstThatLoads()
    {
        string copy = _folder.File("copy.so");
        File.Copy(FixtureLibrary.FullPath, copy);

        LoadedLibrary library = LoadedLibrary.Open("fixture", ["libmissing.so.7", copy, FixtureLibrary.FullPath], []);

        Assert.Equal(copy, library.Path);
        library.Close();
    }

    [Fact]
    public void Library_WithoutAnyThatLoads_ReportsEveryCandidateAndItsReason()
    {
        string noLibrary = _folder.File("text.so");
        File.WriteAllText(noLibrary, "This is no library, only text that is long enough to be looked at as one: 0123456789 0123456789 0123456789.");
        string missing = _folder.File("missing.so");

        LibraryLoadException error = Assert.Throws<LibraryLoadException>(
            () => LoadedLibrary.Open("codec", ["libmissing.so.7", missing, noLibrary, "", "a\0b"], []));

        Assert.Equal("codec", error.Library);
        Assert.Equal(["libmissing.so.7", missing, noLibrary, "", "a\\0b"], error.Attempts.Select(attempt => attempt.Path));
        Assert.All(error.Attempts, attempt => Assert.NotEmpty(attempt.Reason));
        Assert.Contains("missing.so", error.Attempts[1].Reason);
        Assert.NotEqual(error.Attempts[1].Reason.Replace(missing, ""), error.Attempts[2].Reason.Replace(noLibrary, ""));
        Assert.StartsWith("Library 'codec' could not be loaded. Path 'libmissing.so.7' failed: ", error.Message);
        Assert.Contains($"Path '{noLibrary}' failed: {error.Attempts[2].Reason}", error.Message);
        Assert.EndsWith("Install the library, or correct its 'Path'.", error.Message);
    }

    [Fact]
    public void Library_ThatIsAFolder_IsAFailedAttempt()
    {
        LibraryLoadException error = Assert.Throws<LibraryLoadException>(() => LoadedLibrary.Open("codec", [_folder.Path], []));

        Assert.Equal(_folder.Path, Assert.Single(error.Attempts).Path);
    }

    [Fact]
    public void Library_GivenByABareName_IsLookedForBesideTheApplicationFirst()
    {
        LoadedLibrary library = LoadedLibrary.Open("fixture", [FixtureLibrary.FileName], [FixtureLibrary.Symbol("add_i32")]);

        Assert.Equal(FixtureLibrary.FullPath, library.Path);
        library.Close();
    }

    [Fact]
    public void Library_GivenByABareName_IsFoundByTheSystem()
    {
        LoadedLibrary library = LoadedLibrary.Open("libm", ["libm.so.6"], [FixtureLibrary.Symbol("cos")]);

        Assert.Equal("libm.so.6", library.Path);
        Assert.NotEqual(0, library.AddressOf("cos"));
        library.Close();
    }

    [Fact]
    public void Library_GivenByARelativePath_StartsFromTheBaseDirectory()
    {
        File.Copy(FixtureLibrary.FullPath, Path.Combine(Directory.CreateDirectory(_folder.File("native")).FullName, "codec.so"));

        LoadedLibrary library = LoadedLibrary.Open("codec", ["native/codec.so"], [], _folder.Path);

        Assert.Equal(Path.Combine(_folder.Path, "native", "codec.so"), library.Path);
        library.Close();
    }

    [Fact]
    public void Library_GivenByARelativePath_IsNotSearchedElsewhere()
    {
        LibraryLoadException error = Assert.Throws<LibraryLoadException>(
            () => LoadedLibrary.Open("codec", ["./" + FixtureLibrary.FileName], [], _folder.Path));

        Assert.Equal(Path.Combine(_folder.Path, FixtureLibrary.FileName), Assert.Single(error.Attempts).Path);
    }

    [Fact]
    public void Library_WithoutCandidates_IsRefused()
    {
        ArgumentException error = Assert.Throws<ArgumentException>(() => LoadedLibrary.Open("codec", [], []));

        Assert.Contains("Library 'codec' has no path.", error.Message);
    }

    [Fact]
    public void Symbols_ThatAreMissing_AreReportedAllAtOnce()
    {
        SymbolDeclaration[] symbols =
        [
            FixtureLibrary.Symbol("no_such"),
            FixtureLibrary.Symbol("add_i32"),
            FixtureLibrary.Symbol("renamed") with { NativeName = "nor_this" },
            FixtureLibrary.Symbol("twice") with { NativeName = "no_such" },
            FixtureLibrary.Symbol("spare") with { NativeName = "not_needed", IsOptional = true },
        ];

        MissingSymbolsException error = Assert.Throws<MissingSymbolsException>(() => LoadedLibrary.Open("fixture", [FixtureLibrary.FullPath], symbols));

        Assert.Equal(("fixture", FixtureLibrary.FullPath), (error.Library, error.Path));
        Assert.Equal(["no_such", "nor_this"], error.Symbols.AsEnumerable());
        Assert.Equal(
            $"Library 'fixture' at '{FixtureLibrary.FullPath}' does not export 2 declared symbols: 'no_such', 'nor_this'. Correct the names, give the exported one as 'name', or declare them 'optional'.",
            error.Message);
    }

    [Fact]
    public void Library_ThatLacksSymbols_IsUnloadedAgain()
    {
        string copy = _folder.File("lacking.so");
        File.Copy(FixtureLibrary.FullPath, copy);

        Assert.Throws<MissingSymbolsException>(() => LoadedLibrary.Open("fixture", [copy], [FixtureLibrary.Symbol("no_such")]));

        Assert.DoesNotContain(copy, File.ReadAllText("/proc/self/maps"));
    }

    [Fact]
    public void Symbol_ThatIsOptionalAndAbsent_HasNoAddress()
    {
        LoadedLibrary library = LoadedLibrary.Open("fixture", [FixtureLibrary.FullPath], [FixtureLibrary.Symbol("no_such") with { IsOptional = true }]);

        Assert.Equal(0, library.AddressOf("no_such"));
        library.Close();
    }

    [Fact]
    public void Symbol_WithANulInItsName_IsMissing()
    {
        SymbolDeclaration symbol = FixtureLibrary.Symbol("add_i32") with { NativeName = "add_i32\0x" };

        Assert.Throws<MissingSymbolsException>(() => LoadedLibrary.Open("fixture", [FixtureLibrary.FullPath], [symbol]));
    }

    [Fact]
    public void Symbol_UnderSeveralNames_HasOneAddress()
    {
        LoadedLibrary library = LoadedLibrary.Open(
            "fixture",
            [FixtureLibrary.FullPath],
            [FixtureLibrary.Symbol("add_i32"), FixtureLibrary.Symbol("plus") with { NativeName = "add_i32" }, FixtureLibrary.Symbol("Plus") with { NativeName = "echo_i32" }]);

        Assert.Equal(library.AddressOf("add_i32"), library.AddressOf("plus"));
        Assert.NotEqual(library.AddressOf("plus"), library.AddressOf("Plus"));
        library.Close();
    }

    [Fact]
    public void Symbols_OfOneName_AreRefused()
    {
        ArgumentException error = Assert.Throws<ArgumentException>(() => FixtureLibrary.Open("add_i32", "add_i32"));

        Assert.Contains("Library 'fixture' declares symbol 'add_i32' twice.", error.Message);
    }

    [Fact]
    public void Symbol_ThatIsNotDeclared_IsRefusedByName()
    {
        LoadedLibrary library = FixtureLibrary.Open("add_i32");

        ArgumentException error = Assert.Throws<ArgumentException>(() => library.AddressOf("echo_i32"));

        Assert.Contains("Symbol 'echo_i32' of library 'fixture' is not declared.", error.Message);
        library.Close();
    }

    [Fact]
    public void Library_Closed_IsUnloadedAndGivesNoAddresses()
    {
        string copy = _folder.File("closing.so");
        File.Copy(FixtureLibrary.FullPath, copy);
        LoadedLibrary library = LoadedLibrary.Open("fixture", [copy], [FixtureLibrary.Symbol("add_i32")]);
        Assert.Contains(copy, File.ReadAllText("/proc/self/maps"));

        library.Close();
        library.Close();

        Assert.DoesNotContain(copy, File.ReadAllText("/proc/self/maps"));
        Assert.Throws<ObjectDisposedException>(() => library.AddressOf("add_i32"));
    }

    [Fact]
    public void Library_ClosedTwice_GivesBackItsOwnLoadOnly()
    {
        string copy = _folder.File("shared.so");
        File.Copy(FixtureLibrary.FullPath, copy);
        LoadedLibrary first = LoadedLibrary.Open("fixture", [copy], [FixtureLibrary.Symbol("add_i32")]);
        LoadedLibrary second = LoadedLibrary.Open("fixture", [copy], [FixtureLibrary.Symbol("add_i32")]);

        first.Close();
        first.Close();

        Assert.Equal(5, second.Function<Add>("add_i32")(2, 3));
        second.Close();
    }
}
