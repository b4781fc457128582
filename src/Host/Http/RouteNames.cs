namespace ActorFfi;

/// <summary>The names in the path of a request. Routing has decoded everything but a slash, which no name contains.</summary>
internal static class RouteNames
{
    public static string Library(HttpContext context) => (string)context.Request.RouteValues["library"]!;

    public static string Symbol(HttpContext context) => (string)context.Request.RouteValues["symbol"]!;
}
