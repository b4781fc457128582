using System.Net.Http.Headers;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace ActorFfi.Host.Tests.Support;

/// <summary>A service on a port of its own, over a runtime that the test owns.</summary>
public sealed class RunningService : IAsyncDisposable
{
    private readonly WebApplication _app;

    private RunningService(WebApplication app, LogLines log)
    {
        _app = app;
        Log = log;
        Client = CreateClient();
    }

    /// <summary>A client without a token.</summary>
    public HttpClient Client { get; }

    public Uri Address => new(_app.Urls.Single());

    /// <summary>What the service has logged.</summary>
    public LogLines Log { get; }

    internal static async Task<RunningService> StartAsync(FfiRuntime ffi, HostOptions options, string url = "http://127.0.0.1:0")
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        LogLines log = new();
        builder.Logging.ClearProviders().AddProvider(log);
        builder.Services.AddSingleton(ffi);
        WebApplication app = Service.Build(builder, options with { Urls = url });
        await app.StartAsync();
        return new RunningService(app, log);
    }

    public HttpClient CreateClient(string? token = null)
    {
        HttpClient client = new() { BaseAddress = Address };
        client.DefaultRequestHeaders.Authorization = token is null ? null : new AuthenticationHeaderValue("Bearer", token);
        return client;
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await _app.StopAsync();
        await _app.DisposeAsync();
    }
}
