using System.Globalization;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace ActorFfi;

/// <summary>Puts the service together: settings, libraries, HTTP.</summary>
internal static class Service
{
    private const int SpareConnections = 256; // For those that are kept alive and ask nothing, and for health.

    private const double SlowestReader = 4096; // In bytes a second; slower clients would keep memory and places for hours.
    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan _timeForTheRest = TimeSpan.FromSeconds(20);

    /// <summary>The service of a configuration file, ready to be started.</summary>
    /// <param name="configurationFile">The file; it exists.</param>
    /// <param name="urls">Where to listen; null for what the configuration says.</param>
    /// <param name="logsJson">Whether each line of the log is an object.</param>
    /// <exception cref="UsageException">The file is no JSON.</exception>
    /// <exception cref="HostSettingException">A setting of the service is wrong.</exception>
    /// <exception cref="OptionsException">A setting of the libraries is wrong.</exception>
    public static WebApplication Build(string configurationFile, string? urls, bool logsJson = false)
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { ContentRootPath = AppContext.BaseDirectory });
        ConfigurationFile.Load(builder.Configuration, configurationFile);
        HostOptions options = HostOptionsReader.Read(builder.Configuration);
        OtlpExport.Add(builder);
        builder.Services.AddActorFfi(builder.Configuration.GetSection(ActorFfiOptions.SectionName));
        builder.Services.AddSingleton(new LibrariesStopFirst()); // The server ends when all is answered, and would wait for calls that never return.
        builder.Services.Configure<Microsoft.Extensions.Hosting.HostOptions>(host => host.ShutdownTimeout = TimeToStop(builder.Configuration));
        builder.Logging.AddFilter("Microsoft", LogLevel.Warning).AddFilter("Microsoft.Extensions.Hosting.Internal.Host", LogLevel.None);
        builder.Logging.AddFilter("Microsoft.Extensions.Diagnostics.HealthChecks", LogLevel.None);
        if (logsJson)
        {
            builder.Logging.AddJsonConsole(static format =>
            {
                format.UseUtcTimestamp = true;
                format.TimestampFormat = "O";
            });
        }
        else if (Environment.GetEnvironmentVariable("JOURNAL_STREAM") is { Length: > 0 })
        {
            builder.Logging.AddSystemdConsole(); // One line for each message, with its priority.
        }

        builder.Services.AddHostedService<SystemdService>();
        builder.Services.AddHostedService(provider => new ConfigurationWatcher(
            configurationFile,
            options,
            new LiveConfiguration(provider.GetRequiredService<FfiRuntime>(), builder.Configuration.GetSection(ActorFfiOptions.SectionName)),
            provider.GetRequiredService<ConfigurationStatus>(),
            provider.GetRequiredService<StatusFeed>(),
            provider.GetRequiredService<ILogger<ConfigurationWatcher>>()));
        return Build(builder, options with { Urls = urls ?? options.Urls });
    }

    // What the libraries may take, and then some for the rest. The libraries' own reader says it where this is no time.
    private static TimeSpan TimeToStop(IConfiguration configuration) =>
        (TimeSpan.TryParse(configuration[$"{ActorFfiOptions.SectionName}:{nameof(ActorFfiOptions.ShutdownTimeout)}"], CultureInfo.InvariantCulture, out TimeSpan time) ? time : new ActorFfiOptions().ShutdownTimeout) + _timeForTheRest;

    /// <summary>The service over a runtime that the builder's services provide.</summary>
    public static WebApplication Build(WebApplicationBuilder builder, HostOptions options)
    {
        builder.Services.AddSingleton(options);
        builder.Services.AddHttpApi();
        builder.WebHost.UseUrls(options.Urls);
        builder.WebHost.ConfigureKestrel(server =>
        {
            server.AddServerHeader = false;

            // RequestBody has the limit. With one of its own the server would cut the connection in the middle of a body that is too
            // long, and the client would never see the answer; without, it drops what comes, for five seconds at most.
            server.Limits.MaxRequestBodySize = null;
            server.Limits.RequestHeadersTimeout = _patience;
            server.Limits.MinResponseDataRate = new MinDataRate(SlowestReader, TimeSpan.FromSeconds(5));
            server.Limits.MaxRequestHeadersTotalSize = options.MaxHeaderBytes;
            server.Limits.MaxRequestLineSize = Math.Min(server.Limits.MaxRequestLineSize, options.MaxHeaderBytes);
            server.Limits.MaxConcurrentConnections = options.MaxConcurrentRequests + options.MaxEventStreams + SpareConnections;
        });
        WebApplication app = builder.Build();
        ListenRule.Demand(options.Urls, app.Services.GetRequiredService<AccessTokens>());
        app.UseHttpApi();
        return app;
    }
}
