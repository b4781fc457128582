namespace ActorFfi;

/// <summary>What kind of number a <see cref="NativeArgument"/> holds in its bits; compared by reference.</summary>
/// <param name="description">The kind in words, for messages.</param>
internal sealed class ArgumentTag(string description)
{
    public static readonly ArgumentTag Null = new("null");
    public static readonly ArgumentTag Signed = new("a signed integer");
    public static readonly ArgumentTag Unsigned = new("an unsigned integer");
    public static readonly ArgumentTag Single = new("a float");
    public static readonly ArgumentTag Double = new("a double");
    public static readonly ArgumentTag LongDouble = new("a long double");
    public static readonly ArgumentTag Boolean = new("a bool");

    /// <inheritdoc/>
    public override string ToString() => description;
}
