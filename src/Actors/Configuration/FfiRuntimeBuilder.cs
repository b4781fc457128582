namespace ActorFfi;

/// <summary>Declares the libraries of a runtime in code.</summary>
public sealed class FfiRuntimeBuilder
{
    /// <summary>What has been declared so far.</summary>
    public ActorFfiOptions Options { get; } = new();

    /// <summary>Declares a library.</summary>
    /// <param name="name">The name callers use; ordinal.</param>
    /// <param name="configure">Says where it is and what of it is used.</param>
    public FfiRuntimeBuilder AddLibrary(string name, Action<LibraryBuilder> configure)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        ArgumentNullException.ThrowIfNull(configure);
        LibraryOptions options = new();
        configure(new LibraryBuilder(options));
        if (!Options.Libraries.TryAdd(name, options))
        {
            throw new OptionsException($"ActorFfi:Libraries:{name}", "the library is declared twice. Give each library a name of its own.");
        }

        return this;
    }

    internal RuntimeDefinition Build() => OptionsResolver.Resolve(Options);
}
