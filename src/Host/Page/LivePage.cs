using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Primitives;

namespace ActorFfi;

/// <summary><c>GET /</c>: the page that shows the service live. It is one file that loads nothing, under a policy that names its script and style by their hashes.</summary>
internal sealed class LivePage
{
    private readonly byte[] _page;
    private readonly StringValues _policy;

    /// <summary>Reads the page.</summary>
    public LivePage()
    {
        using Stream stream = typeof(LivePage).Assembly.GetManifestResourceStream("ActorFfi.Host.Page.index.html")!;
        using StreamReader reader = new(stream, Encoding.UTF8);
        string text = reader.ReadToEnd();
        _page = Encoding.UTF8.GetBytes(text);
        _policy = $"default-src 'none'; script-src {HashOf(text, "script")}; style-src {HashOf(text, "style")}; connect-src 'self'; img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
    }

    /// <summary>Sends it; it holds nothing that needs a token.</summary>
    public async Task HandleAsync(HttpContext context)
    {
        context.Response.ContentType = "text/html; charset=utf-8";
        context.Response.ContentLength = _page.Length;
        context.Response.Headers.ContentSecurityPolicy = _policy;
        context.Response.Headers["Referrer-Policy"] = "no-referrer";
        await context.Response.Body.WriteAsync(_page, context.RequestAborted).ConfigureAwait(false);
    }

    private static string HashOf(string page, string element)
    {
        int start = page.IndexOf($"<{element}>", StringComparison.Ordinal) + element.Length + 2;
        int end = page.IndexOf($"</{element}>", start, StringComparison.Ordinal);
        return $"'sha256-{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(page[start..end])))}'";
    }
}
