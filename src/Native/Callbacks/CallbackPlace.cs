namespace ActorFfi;

/// <summary>Where the handler of a callback runs.</summary>
public enum CallbackPlace
{
    /// <summary>At once, on the native thread that calls.</summary>
    Caller,

    /// <summary>On the thread pool, while the native thread waits until it is done or its deadline has passed.</summary>
    Pool,

    /// <summary>On the thread pool, later; the native thread goes on at once. Only for callbacks without a result.</summary>
    Post,
}
