namespace ActorFfi;

/// <summary>How a callback is served.</summary>
public sealed record CallbackOptions
{
    internal static CallbackOptions Default { get; } = new();

    /// <summary>The name in messages and reports; null (the default) takes the name in the signature, or "callback".</summary>
    public string? Name { get; init; }

    /// <summary>The C types that the signature may name; null (the default) takes those of the library that makes the callback, or the standard ones.</summary>
    public TypeScope? Types { get; init; }

    /// <summary>
    /// Whether any native thread may call it, many at once; the default is false: then it runs only on a thread that is inside
    /// a call of this process's libraries, and other threads get the fallback.
    /// </summary>
    public bool ThreadSafe { get; init; }

    /// <summary>Where the handler runs; the default is <see cref="CallbackPlace.Caller"/>. The others need <see cref="ThreadSafe"/>.</summary>
    public CallbackPlace Place { get; init; }

    /// <summary>How long a native thread waits for a handler on the pool before it goes on with the fallback; the default is 30 seconds.</summary>
    public TimeSpan Deadline { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>What native code gets where the handler did not run or failed; by default 0, false or null, whichever the result is.</summary>
    public NativeArgument? Fallback { get; init; }
}
