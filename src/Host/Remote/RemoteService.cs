using System.Net.Http.Headers;
using System.Text.Json;

namespace ActorFfi;

/// <summary>A running service, as the command line talks to it.</summary>
internal sealed class RemoteService : IDisposable
{
    /// <summary>Where it is asked for unless the command line says otherwise.</summary>
    public const string DefaultUrl = "http://127.0.0.1:5080";

    private readonly HttpClient _client;
    private readonly string _url;

    /// <param name="url">Where it listens.</param>
    /// <param name="tokenFile">The file with the token; null for the variable of the environment, or none.</param>
    /// <exception cref="UsageException">The address or the file is wrong.</exception>
    public RemoteService(string url, string? tokenFile)
    {
        _url = url;
        _client = new HttpClient
        {
            BaseAddress = Uri.TryCreate(url, UriKind.Absolute, out Uri? address) && address.Scheme is "http" or "https"
                ? address
                : throw new UsageException($"'{url}' is no address of a service. Give one such as '{DefaultUrl}'."),
            Timeout = Timeout.InfiniteTimeSpan, // A drain takes as long as its calls; whoever waits can give up.
        };
        string? token = tokenFile is null ? Environment.GetEnvironmentVariable(AccessTokens.Variable) : ReadToken(tokenFile);
        _client.DefaultRequestHeaders.Authorization = string.IsNullOrEmpty(token) ? null : new AuthenticationHeaderValue("Bearer", token);
    }

    /// <summary>Asks for an action on a library.</summary>
    /// <returns>The library afterwards.</returns>
    /// <exception cref="RemoteServiceException">The service refuses, or cannot be reached.</exception>
    public async Task<JsonElement> ControlAsync(string library, string action, CancellationToken cancellationToken)
    {
        using HttpRequestMessage request = new(HttpMethod.Post, $"/v1/libraries/{Uri.EscapeDataString(library)}/{action}");
        using HttpResponseMessage response = await SendAsync(request, cancellationToken).ConfigureAwait(false);
        return await ReadAsync(response, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Follows the status of the service until that ends.</summary>
    /// <exception cref="RemoteServiceException">The service refuses, or cannot be reached.</exception>
    public async IAsyncEnumerable<string> FollowAsync([System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        const string data = "data: ";
        using HttpRequestMessage request = new(HttpMethod.Get, "/v1/events");
        using HttpResponseMessage response = await SendAsync(request, cancellationToken).ConfigureAwait(false);
        using StreamReader events = new(await response.Content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false));
        while (await events.ReadLineAsync(cancellationToken).ConfigureAwait(false) is { } line)
        {
            if (line.StartsWith(data, StringComparison.Ordinal))
            {
                yield return line[data.Length..];
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _client.Dispose();

    private static string ReadToken(string file)
    {
        try
        {
            return File.ReadAllText(file).Trim();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new UsageException($"File '{file}' cannot be read: {exception.Message}", exception);
        }
    }

    private async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        HttpResponseMessage response;
        try
        {
            response = await _client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken).ConfigureAwait(false);
        }
        catch (HttpRequestException exception)
        {
            throw new RemoteServiceException(null, $"There is no service at {_url}: {exception.Message}. Start it with 'actorffi run', or give its address with '--url'.", isUnreachable: true);
        }

        return response.IsSuccessStatusCode ? response : throw await FailureAsync(response, cancellationToken).ConfigureAwait(false);
    }

    private static async Task<RemoteServiceException> FailureAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        using (response)
        {
            if (response.Content.Headers.ContentType?.MediaType != "application/problem+json")
            {
                return new RemoteServiceException(null, $"The service answered {(int)response.StatusCode} {response.ReasonPhrase}; it may be another program than ActorFfi.", isUnreachable: true);
            }

            JsonElement problem = await ReadAsync(response, cancellationToken).ConfigureAwait(false);
            return new RemoteServiceException(problem.GetProperty("error").GetString(), problem.GetProperty("detail").GetString()!, isUnreachable: false);
        }
    }

    private static async Task<JsonElement> ReadAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        using JsonDocument document = await JsonDocument.ParseAsync(await response.Content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false), cancellationToken: cancellationToken).ConfigureAwait(false);
        return document.RootElement.Clone();
    }
}
