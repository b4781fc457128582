using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace ActorFfi.Bench;

/// <summary>Calls over HTTP against an endpoint of the same server that does nothing.</summary>
internal static class HttpBenchmark
{
    private const int MiB = 1 << 20;
    private const string Crc32 = "POST /v1/libraries/shared/symbols/crc32?arg=0&arg=@body&arg=@length HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/octet-stream\r\n";

    private static readonly TimeSpan _warmUp = TimeSpan.FromSeconds(3); // Both are servers that have run for a while.

    public static async Task RunAsync(string filter, Action<Row> report)
    {
        await using FfiRuntime ffi = await FfiRuntime.StartAsync(b => b
            .AddLibrary("shared", lib => Declare(lib).Threads(ThreadMode.Shared))
            .AddLibrary("dedicated", lib => Declare(lib)));
        await using WebApplication service = Service.Build(Builder(services => services.AddSingleton(ffi)), new HostOptions { Urls = "http://127.0.0.1:0", MaxRequestBody = 64 * MiB });
        await using WebApplication empty = EmptyService();
        await service.StartAsync();
        await empty.StartAsync();
        using KeptConnection call = await KeptConnection.OpenAsync(service.Urls.Single());
        using KeptConnection nothing = await KeptConnection.OpenAsync(empty.Urls.Single());
        byte[] small = Request(Crc32, 64);
        byte[] dedicated = Request(Crc32.Replace("shared", "dedicated", StringComparison.Ordinal), 64);
        byte[] large = Request(Crc32, 64 * MiB);
        byte[] nothingSmall = Request("POST /empty HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/octet-stream\r\n", 64);
        byte[] nothingLarge = Request("POST /empty HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/octet-stream\r\n", 64 * MiB);
        Pair[] pairs =
        [
            new("http.crc32", n => RepeatAsync(call, small, n), "an endpoint that reads the body and answers nothing", n => RepeatAsync(nothing, nothingSmall, n)) { WarmUp = _warmUp },
            new("http.crc32.dedicated", n => RepeatAsync(call, dedicated, n), "an endpoint that reads the body and answers nothing", n => RepeatAsync(nothing, nothingSmall, n)) { WarmUp = _warmUp },
            new("http.body64MiB", n => RepeatAsync(call, large, n), "an endpoint that reads the body and answers nothing", n => RepeatAsync(nothing, nothingLarge, n)) { FewestOperations = 4, WarmUp = _warmUp },
        ];
        foreach (Pair pair in pairs.Where(pair => pair.Name.Contains(filter, StringComparison.Ordinal)))
        {
            report(await pair.MeasureAsync());
        }
    }

    private static LibraryBuilder Declare(LibraryBuilder library) => library
        .Path("libz.so.1")
        .Declare("unsigned long crc32(unsigned long crc, const unsigned char buf[len], unsigned int len)");

    private static WebApplicationBuilder Builder(Action<IServiceCollection> register)
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        register(builder.Services);
        return builder;
    }

    private static WebApplication EmptyService()
    {
        WebApplicationBuilder builder = Builder(static _ => { });
        builder.WebHost.UseUrls("http://127.0.0.1:0").ConfigureKestrel(static server => server.Limits.MaxRequestBodySize = null);
        WebApplication app = builder.Build();
        app.MapPost("/empty", (RequestDelegate)(static context => context.Request.Body.CopyToAsync(Stream.Null)));
        return app;
    }

    private static byte[] Request(string head, int length) =>
        [.. System.Text.Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{head}Content-Length: {length}\r\n\r\n")), .. new byte[length]];

    private static async ValueTask RepeatAsync(KeptConnection connection, byte[] request, int operations)
    {
        for (int i = 0; i < operations; i++)
        {
            await connection.AskAsync(request);
        }
    }
}
