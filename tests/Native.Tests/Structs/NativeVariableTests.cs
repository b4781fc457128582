using ActorFfi.Native.Tests.Calls;
using ActorFfi.Native.Tests.Loading;

namespace ActorFfi.Native.Tests.Structs;

public sealed class NativeVariableTests
{
    [Fact]
    public void Variable_Written_IsSeenByNativeCode()
    {
        NativeVariable counter = Variable("extern int32_t counter;");
        counter.Write(100);

        Assert.Equal(101, FixtureCalls.Function("int32_t count(void)").Call().ToInt32());
        Assert.Equal(101, counter.Read().ToInt32());
        Assert.Throws<ArgumentException>(() => counter.Write(5_000_000_000));
    }

    [Fact]
    public void Variable_ThatIsConst_RefusesWrites()
    {
        NativeVariable limit = Variable("extern const int32_t limit;");

        Assert.Equal(7, limit.Read().ToInt32());
        Assert.Contains("'limit' is declared const", Assert.Throws<InvalidOperationException>(() => limit.Write(8)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Variable_OfAStruct_IsReadAsACopyAndWrittenByMember()
    {
        NativeVariable origin = Variable("extern point origin;");
        NativeStruct before = origin.Read().ToStruct();
        origin.Write(9.5, "y");

        Assert.Equal((2.5, 9.5), (before["y"].ToDouble(), origin.Read("y").ToDouble()));
        origin.Write(before);
        Assert.Equal(2.5, origin.Read("y").ToDouble());
    }

    [Fact]
    public void Variable_OfAnArrayOfStrings_GivesEachElement()
    {
        NativeVariable greetings = Variable("extern const char *const greetings[2];");

        Assert.Equal("servus", greetings.Read("[1]").ToPointer().View().ReadCString());
        Assert.Throws<ArgumentException>(() => greetings.Read("[2]"));
        Assert.Throws<ArgumentException>(() => greetings.Read());
    }

    [Fact]
    public void Variable_OfAnEndedLibrary_IsStale()
    {
        LibraryGeneration generation = new("fixture", 1);
        NativeVariable counter = Variable("extern int32_t counter;", generation);
        generation.End();

        Assert.Throws<StaleHandleException>(() => counter.Read());
        Assert.Throws<StaleHandleException>(() => counter.Write(1));
    }

    private static NativeVariable Variable(string text, LibraryGeneration? generation = null)
    {
        SymbolDeclaration declaration = CPrototype.Parse(text, TypeScope.Parse("typedef struct { double x, y; } point;"));
        nint address = LoadedLibrary.Open("fixture", [FixtureLibrary.FullPath], [declaration]).AddressOf(declaration.Name);
        return new NativeVariable(declaration, address, generation ?? FixtureCalls.Generation);
    }
}
