namespace ActorFfi.Tests.Generated;

/// <summary>A C type whose values can be made of random bytes, passed, and compared with the bytes that C saw.</summary>
/// <param name="Spelling">The type in C and in the declaration.</param>
/// <param name="Size">The size of a value in bytes.</param>
internal abstract record GeneratedType(string Spelling, int Size)
{
    /// <summary>What native code takes it for; the same, where it need not show what fills a register around it.</summary>
    public virtual string NativeSpelling => Spelling;

    /// <summary>What a typed handler of a callback has for it.</summary>
    public abstract Type HandlerType { get; }

    /// <summary>The bytes of a random value, of which every boundary is as likely as the rest.</summary>
    public abstract byte[] RandomValue(Random random);

    /// <summary>The value as an argument.</summary>
    public abstract NativeArgument ToArgument(byte[] value);

    /// <summary>The bytes with everything that is no part of the value cleared.</summary>
    public virtual byte[] Significant(byte[] bytes) => bytes;

    /// <summary>The bytes of a result.</summary>
    public abstract byte[] ToBytes(NativeValue result);

    /// <summary>The bytes of what a typed handler got.</summary>
    public abstract byte[] ToBytes(object? value);

    /// <summary>The value as a typed handler gives it.</summary>
    public abstract object? ToManaged(byte[] value);

    /// <summary>The value as native code may leave it in a register: what is no part of it is anything.</summary>
    public virtual byte[] Soiled(byte[] value, Random random) => value;

    /// <inheritdoc/>
    public sealed override string ToString() => Spelling;
}
