using ActorFfi.Host.Tests.Support;

namespace ActorFfi.Host.Tests.Processes;

/// <summary>An application that has the library from its package, and nothing else of this repository: its guests come with it.</summary>
[Collection(nameof(Builds))]
public sealed class LibraryPackageTests
{
    private const string Program = """
        using ActorFfi;

        await using FfiRuntime ffi = await FfiRuntime.StartAsync(builder => builder.AddLibrary("c", library => library
            .Path("libc.so.6")
            .Isolation(IsolationMode.Process)
            .Declare("int getpid(void);")
            .Declare("void abort(void);")));
        int guest = (await ffi["c"]["getpid"].CallAsync()).Value.ToInt32();
        NativeReply crash = await ffi["c"]["abort"].TryCallAsync();
        int next = (await ffi["c"]["getpid"].CallAsync()).Value.ToInt32();
        string program = File.ReadAllText($"/proc/{next}/cmdline").Split('\0')[0];
        Console.WriteLine($"{guest != Environment.ProcessId} {(crash.Failure as GuestCrashedException)?.Signal} {guest != next} {program == Path.Combine(AppContext.BaseDirectory, "guest", "actorffi-guest")}");
        """;

    [Fact]
    public async Task Application_OfThePackage_HasGuestsBuiltAndPublished()
    {
        using TemporaryFolder folder = new();
        await PackAsync(folder);
        string project = WriteProject(folder);

        await DotnetAsync("build", project, "-o", folder.File("built"));
        await DotnetAsync("publish", project, "-o", folder.File("published"));
        await DotnetAsync("publish", project, "-r", Repository.Platform, "--self-contained", "-o", folder.File("whole"));

        await AssertRunsAsync("dotnet", folder.File("built/app.dll"));
        await AssertRunsAsync("dotnet", folder.File("published/app.dll"));
        AssertAnswer(await Repository.RunAsync(Repository.WithoutDotnet(folder.File("whole/app"), folder.Path)));
    }

    [Fact]
    public async Task Application_OfThePackage_HasGuestsBesideASingleFile()
    {
        using TemporaryFolder folder = new();
        await PackAsync(folder);
        string project = WriteProject(folder);

        await DotnetAsync("publish", project, "-r", Repository.Platform, "-p:PublishSingleFile=true", "--self-contained", "false", "-o", folder.File("single"));
        await DotnetAsync("publish", project, "-r", Repository.Platform, "-p:PublishSingleFile=true", "--self-contained", "-o", folder.File("whole"));

        Assert.All(["single", "whole"], name => Assert.Equal(["app", "app.pdb", "guest"], Directory.EnumerateFileSystemEntries(folder.File(name)).Select(Path.GetFileName).Order(StringComparer.Ordinal)));
        await AssertRunsAsync(folder.File("single/app"));
        AssertAnswer(await Repository.RunAsync(Repository.WithoutDotnet(folder.File("whole/app"), folder.Path)));
    }

    // What its references are packed as is in the same folder.
    private static async Task PackAsync(TemporaryFolder folder)
    {
        foreach (string project in (string[])["src/Native", "src/Engine", "src/Actors"])
        {
            await DotnetAsync("pack", Path.Combine(Repository.Root, project), "--no-build", "-c", Repository.Configuration, "-o", folder.File("packages"));
        }
    }

    // Packages of others come from where this machine has them; nothing of this one is left in its caches.
    private static string WriteProject(TemporaryFolder folder)
    {
        string cache = Environment.GetEnvironmentVariable("NUGET_PACKAGES") ?? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".nuget", "packages");
        folder.Write("app/Program.cs", Program);
        return folder.Write("app/app.csproj", $"""
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup>
                <OutputType>Exe</OutputType>
                <TargetFramework>net10.0</TargetFramework>
                <ImplicitUsings>enable</ImplicitUsings>
                <Nullable>enable</Nullable>
                <TreatWarningsAsErrors>true</TreatWarningsAsErrors>
                <RestorePackagesPath>{folder.File("home")}</RestorePackagesPath>
                <RestoreFallbackFolders>{cache}</RestoreFallbackFolders>
                <RestoreAdditionalProjectSources>{folder.File("packages")}</RestoreAdditionalProjectSources>
              </PropertyGroup>
              <ItemGroup>
                <PackageReference Include="ActorFfi.Actors" Version="0.1.0" />
              </ItemGroup>
            </Project>
            """);
    }

    private static async Task DotnetAsync(params string[] arguments)
    {
        (int code, string output) = await Repository.RunAsync("dotnet", arguments);
        Assert.True(code == 0, output);
    }

    private static async Task AssertRunsAsync(string program, params string[] arguments) => AssertAnswer(await Repository.RunAsync(program, arguments));

    private static void AssertAnswer((int Code, string Output) run) => Assert.Equal((0, "True SIGABRT True True\n"), run);
}
