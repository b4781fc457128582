namespace ActorFfi.Actors.Tests.Supervision;

/// <summary>Libraries that start when those that they need are ready, however soon that is.</summary>
public sealed class DependencyTests
{
    [Fact]
    public async Task Library_WhoseDependencyIsReadyAtAnyMoment_Starts()
    {
        for (int i = 0; i < 200; i++)
        {
            Task<FfiRuntime> start = FfiRuntime.StartAsync(builder =>
            {
                AddTiny(builder, "base");
                for (int n = 0; n < 8; n++)
                {
                    AddTiny(builder, $"top{n}", "base");
                }
            });

            await using FfiRuntime ffi = await start.Within();
            Assert.All(ffi.Libraries, name => Assert.Equal(LibraryState.Ready, ffi[name].State));
        }
    }

    private static void AddTiny(FfiRuntimeBuilder builder, string name, params string[] needs) => builder.AddLibrary(name, library => library
        .Path("libm.so.6")
        .DependsOn(needs)
        .Declare("double cos(double x)"));
}
