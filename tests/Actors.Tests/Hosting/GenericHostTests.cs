using Akka.Actor;
using Akka.Hosting;
using ActorFfi.Actors.Tests.Configuration;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace ActorFfi.Actors.Tests.Hosting;

/// <summary>Native libraries in a generic host.</summary>
public sealed class GenericHostTests
{
    [Fact]
    public async Task Host_WithLibrariesFromConfiguration_ServesAndStops()
    {
        using RecordingLoggerProvider log = new();
        using IHost host = BuildHost(builder =>
        {
            builder.Logging.AddProvider(log);
            builder.Services.AddActorFfi(FixtureSection());
        });

        await host.StartAsync();
        FfiRuntime ffi = host.Services.GetRequiredService<FfiRuntime>();
        ActorSystem system = host.Services.GetRequiredService<ActorSystem>();
        NativeReply reply = await ffi["fixture"]["add"].CallAsync(20, 22);
        await host.StopAsync();

        Assert.Equal(42, reply.Value.ToInt32());
        Assert.True(system.WhenTerminated.IsCompletedSuccessfully);
        Assert.Equal(LibraryState.Stopped, ffi["fixture"].State);
        Assert.Throws<LibraryUnavailableException>(() => ffi["fixture"]["add"].Invoke(1, 1));
        Assert.Equal([1000, 1002, 1012, 1003], log.EventIdsOf(typeof(FfiRuntime).FullName!));
    }

    [Fact]
    public async Task Host_WithConfigurationAndCode_HasBoth()
    {
        using IHost host = BuildHost(builder => builder.Services.AddActorFfi(FixtureSection(), ffi => ffi.AddLibrary("more", lib => lib.Path(Fixture.Path).Declare("int32_t add_i32(int32_t a, int32_t b)"))));

        await host.StartAsync();
        FfiRuntime ffi = host.Services.GetRequiredService<FfiRuntime>();

        Assert.Equal(["fixture", "more"], ffi.Libraries.Order());
        await host.StopAsync();
    }

    [Fact]
    public async Task Service_RegisteredBefore_FindsTheLibrariesReady()
    {
        using IHost host = BuildHost(builder =>
        {
            builder.Services.AddSingleton<StateAtStart>();
            builder.Services.AddHostedService(services => services.GetRequiredService<StateAtStart>());
            builder.Services.AddActorFfi(FixtureSection());
        });

        await host.StartAsync();

        Assert.Equal(LibraryState.Ready, host.Services.GetRequiredService<StateAtStart>().State);
        await host.StopAsync();
    }

    [Fact]
    public async Task Library_ThatCannotBeLoaded_IsLoggedAndTheHostStarts()
    {
        using RecordingLoggerProvider log = new();
        using IHost host = BuildHost(builder =>
        {
            builder.Logging.AddProvider(log);
            builder.Services.AddActorFfi(ffi => ffi.AddLibrary("absent", lib => lib.Path("libactorffi_is_absent.so").Declare("int f(int)")));
        });

        await host.StartAsync();

        Assert.Equal(LibraryState.Failed, host.Services.GetRequiredService<FfiRuntime>()["absent"].State);
        Assert.Contains(1001, log.EventIdsOf(typeof(FfiRuntime).FullName!));
        await host.StopAsync();
    }

    [Fact]
    public async Task Critical_LibraryWhoseDependencyFails_StopsTheHost()
    {
        using RecordingLoggerProvider log = new();
        using IHost host = BuildHost(builder =>
        {
            builder.Logging.AddProvider(log);
            builder.Services.AddActorFfi(ffi => ffi
                .AddLibrary("absent", lib => lib.Path("libactorffi_is_absent.so").Declare("int f(int)"))
                .AddLibrary("vital", lib => lib.Path(Fixture.Path).Declare("int32_t add_i32(int32_t a, int32_t b)").DependsOn("absent").Critical()));
        });
        TaskCompletionSource stopping = new(TaskCreationOptions.RunContinuationsAsynchronously);
        host.Services.GetRequiredService<IHostApplicationLifetime>().ApplicationStopping.Register(stopping.SetResult);

        await host.StartAsync();
        await stopping.Task.Within();

        Assert.Contains(1005, log.EventIdsOf(typeof(FfiRuntime).FullName!));
        await host.StopAsync();
    }

    [Fact]
    public async Task Settings_ThatAreWrong_FailTheStartOfTheHostByPath()
    {
        using IHost host = BuildHost(builder => builder.Services.AddActorFfi(SettingsText.Library("\"Path\": \"a.so\", \"Workers\": 0, \"Symbols\": [\"int f(int)\"]")));

        OptionsException error = await Assert.ThrowsAsync<OptionsException>(() => host.StartAsync());

        Assert.Equal("ActorFfi:Libraries:lib:Workers", error.Path);
    }

    [Fact]
    public async Task Declaration_ThatIsWrong_FailsTheStartOfTheHost()
    {
        using IHost host = BuildHost(builder => builder.Services.AddActorFfi(SettingsText.Symbols("[\"int f(\"]")));

        DeclarationException error = await Assert.ThrowsAsync<DeclarationException>(() => host.StartAsync());

        Assert.Equal("lib", error.Library);
    }

    [Fact]
    public async Task Host_DisposedWithoutAStop_StopsTheLibraries()
    {
        IHost host = BuildHost(builder => builder.Services.AddActorFfi(FixtureSection()));
        await host.StartAsync();
        FfiRuntime ffi = host.Services.GetRequiredService<FfiRuntime>();

        await ((IAsyncDisposable)host).DisposeAsync();

        Assert.Equal(LibraryState.Stopped, ffi["fixture"].State);
    }

    [Fact]
    public async Task Host_DisposedWithoutAStart_DisposesTheRuntime()
    {
        IHost host = BuildHost(builder => builder.Services.AddActorFfi(FixtureSection()));
        FfiRuntime ffi = host.Services.GetRequiredService<FfiRuntime>();

        await ((IAsyncDisposable)host).DisposeAsync();

        Assert.Equal(LibraryState.Stopped, ffi["fixture"].State);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task ActorSystem_OfTheApplication_IsUsed(bool comesLater)
    {
        using IHost host = BuildHost(builder =>
        {
            if (!comesLater)
            {
                builder.Services.AddAkka("application", (AkkaConfigurationBuilder _) => { });
            }

            builder.Services.AddActorFfi(FixtureSection());
            if (comesLater)
            {
                builder.Services.AddAkka("application", (AkkaConfigurationBuilder _) => { });
            }
        });

        await host.StartAsync();
        ActorSystem system = host.Services.GetRequiredService<ActorSystem>();

        Assert.Equal("application", system.Name);
        Assert.Same(host.Services.GetRequiredService<FfiRuntime>(), system.GetActorFfi());
        await host.StopAsync();
    }

    [Fact]
    public async Task ActorSystem_WithActorFfi_ServesAndStopsWithTheSystem()
    {
        using IHost host = BuildHost(builder => builder.Services.AddAkka("application", (AkkaConfigurationBuilder akka) => akka.WithActorFfi(FixtureSection())));

        await host.StartAsync();
        FfiRuntime ffi = host.Services.GetRequiredService<ActorSystem>().GetActorFfi();
        NativeReply reply = await ffi["fixture"]["add"].CallAsync(20, 22);
        await host.StopAsync();

        Assert.Equal(42, reply.Value.ToInt32());
        Assert.Equal(LibraryState.Stopped, ffi["fixture"].State);
    }

    [Fact]
    public async Task ActorSystem_WithWrongSettings_FailsTheStartOfTheHost()
    {
        using IHost host = BuildHost(builder => builder.Services.AddAkka("application", (AkkaConfigurationBuilder akka) => akka.WithActorFfi(SettingsText.Library("\"Path\": \"a.so\""))));

        OptionsException error = await Assert.ThrowsAsync<OptionsException>(() => host.StartAsync());

        Assert.Equal("ActorFfi:Libraries:lib:Symbols", error.Path);
    }

    [Fact]
    public async Task BothRegistrations_FailTheStartOfTheHostAndAreNamed()
    {
        using IHost host = BuildHost(builder =>
        {
            builder.Services.AddAkka("application", (AkkaConfigurationBuilder akka) => akka.WithActorFfi(FixtureSection()));
            builder.Services.AddActorFfi(FixtureSection());
        });

        OptionsException error = await Assert.ThrowsAsync<OptionsException>(() => host.StartAsync());

        Assert.Contains("'AddActorFfi'", error.Message, StringComparison.Ordinal);
        Assert.Contains("'WithActorFfi'", error.Message, StringComparison.Ordinal);
    }

    private static IHost BuildHost(Action<HostApplicationBuilder> configure)
    {
        HostApplicationBuilder builder = Host.CreateApplicationBuilder(new HostApplicationBuilderSettings { DisableDefaults = true });
        configure(builder);
        return builder.Build();
    }

    private static IConfigurationSection FixtureSection() => SettingsText.Section($$"""
        { "ActorFfi": { "Libraries": { "fixture": { "Path": "{{Fixture.Path}}", "Symbols": { "add": "int32_t add_i32(int32_t a, int32_t b)" } } } } }
        """);
}
