namespace ActorFfi;

/// <summary>Makes callbacks out of signatures and handlers.</summary>
internal static class CallbackFactory
{
    /// <summary>A callback of a signature in C.</summary>
    public static StoredCallback Create(string signature, Delegate handler, CallbackOptions? options, LibraryGeneration? owner, TypeScope? types = null)
    {
        (string? name, NativeSignature parsed) = CallbackSignature.Parse(signature, options?.Types ?? types);
        return Create(parsed, name ?? "callback", handler, options, owner);
    }

    /// <summary>A callback of a signature that was read before.</summary>
    public static StoredCallback Create(NativeSignature signature, string name, Delegate handler, CallbackOptions? options, LibraryGeneration? owner, bool endsWithCall = false)
    {
        ArgumentNullException.ThrowIfNull(handler);
        options ??= CallbackOptions.Default;
        name = options.Name ?? name;
        CallbackLayout layout = new(signature);
        CheckOptions(name, layout, options);
        NativeArgument? fallback = layout.HasResult ? options.Fallback : null;
        bool isStruct = layout.Signature.Result.IsRecord;
        CallbackTarget target = new(
            name,
            layout,
            options,
            HandlerOf(name, layout, handler),
            fallback is { } value && !isStruct ? CallbackValues.BitsOf(name, layout, value) : 0,
            fallback is { } record && isStruct ? CallbackValues.StructOf(name, layout, record) : null)
        {
            Owner = owner,
        };
        return StoredCallback.Of(target, endsWithCall);
    }

    private static FrameHandler HandlerOf(string name, CallbackLayout layout, Delegate handler) => handler switch
    {
        CallbackHandler values => new ValueHandler(name, layout, values).Run,
        CallbackAction when layout.HasResult => throw new ArgumentException($"Callback '{name}' is declared to return '{layout.Signature.Result}', but its handler gives no result. Give one that does.", nameof(handler)),
        CallbackAction values => new ValueHandler(name, layout, values).Run,
        _ => TypedHandlerEmitter.HandlerFor(name, layout, handler),
    };

    private static void CheckOptions(string name, CallbackLayout layout, CallbackOptions options)
    {
        if (options.Place != CallbackPlace.Caller && !options.ThreadSafe)
        {
            throw new ArgumentException($"Callback '{name}' is to run on the thread pool, but is not declared thread-safe. Set 'ThreadSafe'.", nameof(options));
        }

        if (options.Place == CallbackPlace.Post && layout.HasResult)
        {
            throw new ArgumentException($"Callback '{name}' returns '{layout.Signature.Result}', so native code has to wait for it. Use the place '{CallbackPlace.Pool}'.", nameof(options));
        }

        if (options.Deadline <= TimeSpan.Zero || options.Deadline.TotalMilliseconds > int.MaxValue)
        {
            throw new ArgumentException($"The deadline of callback '{name}' is {options.Deadline}, but must be positive and at most 24 days.", nameof(options));
        }
    }
}
