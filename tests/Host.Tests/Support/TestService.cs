using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;

namespace ActorFfi.Host.Tests.Support;

/// <summary>The real service on a port of its own, over the fixture library and zlib, with a client.</summary>
public sealed class TestService : IAsyncLifetime
{
    public const int MaxRequestBody = 2_000_000;
    public const int MaxAllocation = 1_000_000;

    private RunningService _service = null!;

    public FfiRuntime Ffi { get; private set; } = null!;

    public HttpClient Client => _service.Client;

    public static string FixturePath => Path.Combine(AppContext.BaseDirectory, "libactorffi_fixture.so");

    public static Task<FfiRuntime> StartRuntimeAsync() => FfiRuntime.StartAsync(declare => declare
        .AddLibrary("zlib", library => library
            .Path("libz.so.1")
            .Types("typedef unsigned long uLong;")
            .Declare("uLong crc32(uLong crc, const unsigned char buf[len], unsigned int len)")
            .Declare("const char *zlibVersion(void)")
            .Declare("uLong compressBound(uLong sourceLen)")
            .Declare("int compress2(unsigned char dest[*destLen], uLong *destLen, const unsigned char source[sourceLen], uLong sourceLen, int level)", s => s.Fails("result != 0"))
            .Declare("int uncompress(unsigned char dest[*destLen], uLong *destLen, const unsigned char source[sourceLen], uLong sourceLen)", s => s.Fails("result != 0"))
            .Workers(2))
        .AddLibrary("fixture", library => AddFixture(library.Path(FixturePath)))
        .AddLibrary("a+ü", library => library.Path(FixturePath).Declare("int32_t add_i32(int32_t a, int32_t b)"))
        .AddLibrary("missing", library => library.Path("libnothing_of_the_kind.so").Declare("int32_t add_i32(int32_t a, int32_t b)")));

    public async Task InitializeAsync()
    {
        Ffi = await StartRuntimeAsync();
        _service = await RunningService.StartAsync(Ffi, new HostOptions { MaxRequestBody = MaxRequestBody, MaxAllocation = MaxAllocation });
    }

    public async Task DisposeAsync()
    {
        await _service.DisposeAsync();
        await Ffi.DisposeAsync();
    }

    public Task<HttpResponseMessage> PostAsync(string path, string body, CancellationToken cancellationToken = default) =>
        PostAsync(path, Encoding.UTF8.GetBytes(body), cancellationToken);

    public async Task<HttpResponseMessage> PostAsync(string path, byte[] body, CancellationToken cancellationToken = default)
    {
        using ByteArrayContent content = new(body);
        content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        return await Client.PostAsync($"/v1/libraries/{path}", content, cancellationToken);
    }

    /// <summary>Calls a symbol and gives the reply as JSON; the call must succeed.</summary>
    public async Task<JsonElement> CallAsync(string library, string symbol, string arguments)
    {
        using HttpResponseMessage response = await PostAsync($"{library}/symbols/{symbol}", $$"""{"arguments":[{{arguments}}]}""");
        string text = await response.Content.ReadAsStringAsync();
        Assert.True(response.IsSuccessStatusCode, text);
        Assert.Equal("application/json", response.Content.Headers.ContentType?.MediaType);
        return JsonDocument.Parse(text).RootElement;
    }

    /// <summary>Begins a call that waits in a gate, and waits until it does.</summary>
    /// <returns>The call, which ends when the gate is opened.</returns>
    public async Task<Task<JsonElement>> BlockAsync(string symbol, string gate)
    {
        await CallAsync("fixture", "gate_close", gate);
        Task<JsonElement> running = CallAsync("fixture", symbol, gate);
        while ((await CallAsync("fixture", "gate_waiting", gate)).GetProperty("value").GetInt32() == 0)
        {
            await Task.Yield();
        }

        return running;
    }

    private static LibraryBuilder AddFixture(LibraryBuilder library)
    {
        foreach (string type in new[] { "uint8_t u8", "int8_t i8", "uint16_t u16", "int16_t i16", "uint32_t u32", "int32_t i32", "uint64_t u64", "int64_t i64", "float f32", "double f64", "bool bool" })
        {
            string[] words = type.Split(' ');
            library.Declare($"{words[0]} echo_{words[1]}({words[0]} v)");
        }

        return library
            .Declare("int32_t add_i32(int32_t a, int32_t b)")
            .Declare("void nothing(void)")
            .Declare("void *echo_pointer(void *v)")
            .Declare("uint64_t sum_bytes(const uint8_t data[length], size_t length)")
            .Symbol("bare_sum", s => s.Declaration("uint64_t sum_bytes(const uint8_t *data, size_t length)"))
            .Symbol("unchecked_sum", s => s.Declaration("uint64_t sum_bytes(const void *data, size_t length)").Unchecked())
            .Symbol("sum_pointers", s => s.Declaration("uint64_t sum_bytes(char *data[length], size_t length)"))
            .Declare("void fill_bytes(uint8_t data[length], size_t length, uint8_t value)")
            .Declare("int32_t fill_up_to(uint8_t destination[*destination_length], uint64_t *destination_length, uint8_t value)")
            .Declare("size_t length_of(const char *text)")
            .Declare("char *duplicate(const char *text)")
            .Declare("const char *greeting(void)")
            .Declare("const char *no_text(void)")
            .Declare("const char *bytes_that_are_not_utf8(void)")
            .Symbol("fails", s => s.Declaration("int32_t fail_with(int32_t result, int32_t code)").Errno().Fails("result == -1"))
            .Symbol("with_errno", s => s.Declaration("int32_t fail_with(int32_t result, int32_t code)").Errno())
            .Symbol("blocking_only", s => s.Declaration("int32_t add_i32(int32_t a, int32_t b)").Nonblocking(false))
            .Symbol("absent", s => s.Declaration("int32_t there_is_none(void)").Optional())
            .Declare("void gate_close(int32_t gate)")
            .Declare("void gate_open(int32_t gate)")
            .Declare("int32_t gate_waiting(int32_t gate)")
            .Declare("int64_t gate_pass(int32_t gate)", s => s.Workers(1).QueueLimit(1).Overflow(OverflowMode.Reject))
            .Declare("int32_t count_call_slowly(uint32_t id, int32_t microseconds)")
            .Declare("int32_t executions_of(uint32_t id)")
            .Symbol("serial_gate", s => s.Declaration("int64_t gate_pass(int32_t gate)").Workers(1));
    }
}
