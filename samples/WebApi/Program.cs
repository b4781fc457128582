// A web service with native code behind it: declared in code, health included.
// curl --data-binary @README.md http://localhost:5000/checksum
using ActorFfi;

WebApplicationBuilder builder = WebApplication.CreateBuilder(args);
builder.Services.AddActorFfi(ffi => ffi.AddLibrary("zlib", zlib => zlib
    .Path("libz.so.1", "libz.so")
    .Declare("unsigned long crc32(unsigned long crc, const unsigned char buf[len], unsigned int len)")
    .Declare("const char *zlibVersion(void)")
    .Workers(4)
    .QueueLimit(256)
    .Overflow(OverflowMode.Reject)
    .Timeout(TimeSpan.FromSeconds(5))));
builder.Services.AddHealthChecks().AddActorFfi();

WebApplication app = builder.Build();
app.MapHealthChecks("/health");
app.MapGet("/version", (FfiRuntime ffi) => ffi["zlib"]["zlibVersion"].Invoke().ToText());
app.MapPost("/checksum", async (HttpRequest request, FfiRuntime ffi, CancellationToken cancellationToken) =>
{
    using MemoryStream body = new();
    await request.Body.CopyToAsync(body, cancellationToken);
    using OwnedBuffer data = OwnedBuffer.CopyOf(body.GetBuffer().AsSpan(0, (int)body.Length));
    NativeReply reply = await ffi["zlib"]["crc32"].With(cancellationToken).TryCallAsync(0, data, data.Length);
    return reply.Failure switch
    {
        null => Results.Ok(new { checksum = reply.Value.ToUInt32() }),
        CallRefusedException => Results.StatusCode(StatusCodes.Status429TooManyRequests),
        LibraryUnavailableException or CallTimeoutException => Results.StatusCode(StatusCodes.Status503ServiceUnavailable),
        { } failure => Results.Problem(failure.Message),
    };
});
app.Run();
