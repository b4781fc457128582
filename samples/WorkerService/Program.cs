// A worker service that checksums each file of a folder through a native library: dotnet run -- --Inbox=/some/folder
using ActorFfi;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

HostApplicationBuilder builder = Host.CreateApplicationBuilder(args);
builder.Configuration.AddJsonFile(Path.Combine(AppContext.BaseDirectory, "actorffi.json"));
builder.Services.AddActorFfi(builder.Configuration.GetSection("ActorFfi"));
builder.Services.AddHostedService<ChecksumWorker>();
await builder.Build().RunAsync();

/// <summary>Looks for new files each second, and logs their checksums.</summary>
internal sealed partial class ChecksumWorker(FfiRuntime ffi, IConfiguration configuration, ILogger<ChecksumWorker> logger) : BackgroundService
{
    private readonly SymbolRef _crc32 = ffi["zlib"]["crc32"];

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        string inbox = configuration["Inbox"] ?? ".";
        HashSet<string> done = [];
        using PeriodicTimer timer = new(TimeSpan.FromSeconds(1));
        do
        {
            foreach (string file in Directory.EnumerateFiles(inbox).Where(done.Add))
            {
                await ChecksumAsync(file, stoppingToken);
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    private async Task ChecksumAsync(string file, CancellationToken cancellationToken)
    {
        byte[]? bytes = await File.ReadAllBytesAsync(file, cancellationToken);
        using OwnedBuffer data = OwnedBuffer.TakeOver(ref bytes); // The bytes are the buffer's now, and not copied.
        NativeReply reply = await _crc32.With(cancellationToken).CallAsync(0, data, data.Length);
        LogChecksum(file, reply.Value.ToUInt32());
    }

    [LoggerMessage(1, LogLevel.Information, "{File} has the checksum {Checksum:x8}.")]
    private partial void LogChecksum(string file, uint checksum);
}
