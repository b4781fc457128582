namespace ActorFfi;

/// <summary>Who makes a request, as far as the service knows.</summary>
/// <param name="Name">The name of the token, or <c>local</c> where none is needed.</param>
/// <param name="Scopes">What it allows.</param>
internal sealed record Caller(string Name, AccessScope Scopes)
{
    /// <summary>Whoever reaches a service without tokens.</summary>
    public static Caller Local { get; } = new("local", AccessScope.All);

    /// <summary>Who makes this request; asked behind <see cref="AccessMiddleware"/>.</summary>
    public static Caller Of(HttpContext context) => context.Features.Get<Caller>() ?? Local;
}
