namespace ActorFfi;

/// <summary>Turns names of libraries and symbols into names of actors, which allow fewer characters.</summary>
internal static class ActorNames
{
    public static string Of(string name) => Uri.EscapeDataString(name);
}
