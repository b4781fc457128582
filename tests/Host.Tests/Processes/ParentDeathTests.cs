using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json;
using ActorFfi.Host.Tests.Support;

namespace ActorFfi.Host.Tests.Processes;

/// <summary>Guests end with the service, however that ends: also where it has no time to tell them, and whatever their native code is at.</summary>
public sealed class ParentDeathTests
{
    [Theory]
    [InlineData("KILL")]
    [InlineData("ABRT")]
    [InlineData("TERM")]
    public async Task Guests_WhoseServiceEnds_EndToo(string signal)
    {
        using TemporaryFolder folder = new();
        string config = folder.Write("a.json", $$"""
            { "ActorFfi": { "Libraries": { "apart": {
                "Path": "{{TestService.FixturePath}}", "Isolation": "Process", "Processes": 2, "Spares": 1, "StopTimeout": "00:00:01",
                "Symbols": { "crash_endless_loop": "int32_t crash_endless_loop(void)", "add_i32": "int32_t add_i32(int32_t a, int32_t b)" } } } } }
            """);
        using ServiceProcess service = await ServiceProcess.StartAsync(config);
        int[] guests = await GuestsAsync(service, 3);
        Task<HttpResponseMessage> hanging = service.Client.PostAsync("/v1/libraries/apart/symbols/crash_endless_loop", JsonContent.Create(new { arguments = Array.Empty<int>() }));
        await UntilAsync(() => guests.Any(static guest => StateOf(guest) == 'R'));

        await service.SignalAsync(signal);

        await UntilAsync(() => guests.All(static guest => StateOf(guest) is null or 'Z'));
        await Assert.ThrowsAnyAsync<Exception>(async () => (await hanging).EnsureSuccessStatusCode());
    }

    private static async Task<int[]> GuestsAsync(ServiceProcess service, int count)
    {
        int[] guests = [];
        await UntilAsync(async () =>
        {
            JsonElement library = await service.Client.GetFromJsonAsync<JsonElement>("/v1/libraries/apart/guests");
            guests = [.. library.GetProperty("guests").EnumerateArray().Select(static guest => guest.GetProperty("pid").GetInt32())];
            return guests.Length == count;
        });
        return guests;
    }

    // The letter of the system's process list; null where there is no such process any more.
    private static char? StateOf(int process)
    {
        try
        {
            return File.ReadAllText(string.Create(CultureInfo.InvariantCulture, $"/proc/{process}/stat")).Split(") ")[^1][0];
        }
        catch (IOException)
        {
            return null;
        }
    }

    private static Task UntilAsync(Func<bool> condition) => UntilAsync(() => Task.FromResult(condition()));

    private static async Task UntilAsync(Func<Task<bool>> condition)
    {
        using CancellationTokenSource patience = new(TimeSpan.FromSeconds(60));
        while (!await condition())
        {
            await Task.Delay(20, patience.Token);
        }
    }
}
