namespace ActorFfi;

/// <summary><c>POST /v1/libraries/{library}/restart</c> and the like: what only an administrator may do. Each leaves a line in the log.</summary>
internal sealed class ControlEndpoint(FfiRuntime ffi, StatusReader status, AuditLog audit)
{
    /// <summary>Stops the library and starts it again.</summary>
    public Task<LibraryView> RestartAsync(HttpContext context, string library) => RunAsync(context, library, "restart", static (one, token) => one.RestartAsync(token));

    /// <summary>Finishes what was accepted and stops the library.</summary>
    public Task<LibraryView> DrainAsync(HttpContext context, string library) => RunAsync(context, library, "drain", static (one, token) => one.DrainAsync(token));

    /// <summary>Starts a library that is stopped, failed or backing off.</summary>
    public Task<LibraryView> ReviveAsync(HttpContext context, string library) => RunAsync(context, library, "revive", static (one, token) => one.ReviveAsync(token));

    /// <summary>Replaces the guests of an isolated library, one after the other, while calls go on.</summary>
    public Task<LibraryView> RollAsync(HttpContext context, string library) => RunAsync(context, library, "roll", static (one, token) => one.RollAsync(token));

    /// <summary>Lets calls run again that were refused because guests had died in such calls.</summary>
    public Task<LibraryView> PardonAsync(HttpContext context, string library) => RunAsync(context, library, "pardon", static (one, _) => one.PardonAsync());

    private async Task<LibraryView> RunAsync(HttpContext context, string library, string action, Func<LibraryRef, CancellationToken, Task> run)
    {
        try
        {
            await run(ffi[library], context.RequestAborted).ConfigureAwait(false);
            audit.Write(context, action, library, failure: null);
            return status.Library(library);
        }
        catch (Exception failure)
        {
            audit.Write(context, action, library, failure);
            throw;
        }
    }
}
