using ActorFfi.Actors.Tests.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;

namespace ActorFfi.Actors.Tests.Health;

public sealed class LibraryHealthTests
{
    [Theory]
    [InlineData(LibraryState.Loading, HealthStatus.Degraded)]
    [InlineData(LibraryState.Ready, HealthStatus.Healthy)]
    [InlineData(LibraryState.BackingOff, HealthStatus.Degraded)]
    [InlineData(LibraryState.Failed, HealthStatus.Unhealthy)]
    [InlineData(LibraryState.Draining, HealthStatus.Degraded)]
    [InlineData(LibraryState.Stopped, HealthStatus.Unhealthy)]
    public void Status_OfAState_IsThatOfTheTable(LibraryState state, HealthStatus status) =>
        Assert.Equal(status, LibraryHealthCheck.StatusOf(state, HealthStatus.Unhealthy));

    [Fact]
    public async Task Checks_OfAHost_SayOfEachLibraryHowItIsAndWhy()
    {
        using IHost host = BuildHost(services => services.AddHealthChecks().AddActorFfi(tags: "native"));
        await host.StartAsync();

        HealthReport report = await CheckAsync(host);

        Assert.Equal(["actorffi:absent", "actorffi:fixture"], report.Entries.Keys.Order());
        HealthReportEntry ready = report.Entries["actorffi:fixture"];
        Assert.Equal(HealthStatus.Healthy, ready.Status);
        Assert.Equal(["actorffi", "native"], ready.Tags);
        Assert.Equal("Ready", ready.Data["state"]);
        HealthReportEntry failed = report.Entries["actorffi:absent"];
        Assert.Equal(HealthStatus.Unhealthy, failed.Status);
        Assert.IsType<LibraryLoadException>(failed.Exception);
        Assert.Contains(failed.Exception!.Message, failed.Description, StringComparison.Ordinal);
        await host.StopAsync();
    }

    [Fact]
    public async Task Checks_AfterTheStop_AreUnhealthy()
    {
        using IHost host = BuildHost(services => services.AddHealthChecks().AddActorFfi());
        await host.StartAsync();
        await host.StopAsync();

        HealthReportEntry stopped = (await CheckAsync(host)).Entries["actorffi:fixture"];

        Assert.Equal(HealthStatus.Unhealthy, stopped.Status);
        Assert.Equal("Stopped", stopped.Data["state"]);
    }

    [Fact]
    public async Task FailureStatus_OfTheRegistration_IsWhatAFailedLibraryHas()
    {
        using IHost host = BuildHost(services => services.AddHealthChecks().AddActorFfi(HealthStatus.Degraded));
        await host.StartAsync();

        Assert.Equal(HealthStatus.Degraded, (await CheckAsync(host)).Entries["actorffi:absent"].Status);
        await host.StopAsync();
    }

    [Fact]
    public void Checks_WithoutLibraries_SayWhatIsMissing()
    {
        ServiceCollection services = new();
        services.AddLogging().AddHealthChecks().AddActorFfi();
        using ServiceProvider provider = services.BuildServiceProvider();

        OptionsException error = Assert.Throws<OptionsException>(provider.GetRequiredService<HealthCheckService>);

        Assert.Contains("'AddActorFfi' on the services", error.Message, StringComparison.Ordinal);
    }

    private static Task<HealthReport> CheckAsync(IHost host) => host.Services.GetRequiredService<HealthCheckService>().CheckHealthAsync();

    private static IHost BuildHost(Action<IServiceCollection> configure)
    {
        HostApplicationBuilder builder = Host.CreateApplicationBuilder(new HostApplicationBuilderSettings { DisableDefaults = true });
        configure(builder.Services);
        builder.Services.AddActorFfi(SettingsText.Section($$"""
            { "ActorFfi": { "Libraries": {
                "fixture": { "Path": "{{Fixture.Path}}", "Symbols": [ "int32_t add_i32(int32_t a, int32_t b)" ] },
                "absent": { "Path": "libactorffi_is_absent.so", "Symbols": [ "int f(int)" ] } } } }
            """));
        return builder.Build();
    }
}
