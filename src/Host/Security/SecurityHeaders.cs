using Microsoft.Extensions.Primitives;

namespace ActorFfi;

/// <summary>The headers that keep browsers from doing anything with answers but show them to who asked.</summary>
internal static class SecurityHeaders
{
    private static readonly StringValues _nothing = "default-src 'none'; frame-ancestors 'none'";
    private static readonly StringValues _noSniff = "nosniff";
    private static readonly StringValues _noStore = "no-store";
    private static readonly StringValues _sameOrigin = "same-origin";

    /// <summary>Sets them on an answer that is no page.</summary>
    public static void Apply(HttpContext context)
    {
        IHeaderDictionary headers = context.Response.Headers;
        headers.ContentSecurityPolicy = _nothing;
        headers.XContentTypeOptions = _noSniff;
        headers.CacheControl = _noStore;
        headers["Cross-Origin-Resource-Policy"] = _sameOrigin;
    }
}
