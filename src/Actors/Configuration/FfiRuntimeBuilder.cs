using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;

namespace ActorFfi;

/// <summary>Declares the libraries of a runtime, in code, from configuration, or both.</summary>
public sealed class FfiRuntimeBuilder
{
    private readonly OptionsFaults _faults = new();
    private TimeProvider _time = TimeProvider.System;

    /// <summary>What has been declared so far.</summary>
    public ActorFfiOptions Options { get; } = new();

    /// <summary>Declares a library. A name that is declared already, and whatever else is wrong, is reported when the runtime starts.</summary>
    /// <param name="name">The name callers use; ordinal.</param>
    /// <param name="configure">Says where it is and what of it is used.</param>
    public FfiRuntimeBuilder AddLibrary(string name, Action<LibraryBuilder> configure)
    {
        ArgumentNullException.ThrowIfNull(name);
        ArgumentNullException.ThrowIfNull(configure);
        string path = $"{ActorFfiOptions.SectionName}:{nameof(ActorFfiOptions.Libraries)}:{name}";
        LibraryOptions options = new();
        configure(new LibraryBuilder(options, path, _faults));
        if (!Options.Libraries.TryAdd(name, options))
        {
            _faults.Add(path, "the library is declared twice. Give each library a name of its own.");
        }

        return this;
    }

    /// <summary>Adds what a section of a configuration declares; anything in it that is unknown or wrong is reported when the runtime starts.</summary>
    /// <param name="section">The section <see cref="ActorFfiOptions.SectionName"/>, which may be missing: then nothing is added.</param>
    public FfiRuntimeBuilder AddConfiguration(IConfiguration section)
    {
        ArgumentNullException.ThrowIfNull(section);
        new OptionsReader(_faults).Read(section, Options);
        return this;
    }

    /// <summary>Where the runtime logs to; null for nowhere, or for the host's logging.</summary>
    internal ILoggerFactory? Logging { get; private set; }

    /// <summary>Says where the runtime logs to. Without it, a runtime of a host uses the host's logging, and any other logs nothing.</summary>
    /// <param name="loggers">Makes the logger of category <c>ActorFfi.FfiRuntime</c>. It stays the caller's, and must outlive the runtime.</param>
    public FfiRuntimeBuilder UseLogging(ILoggerFactory loggers)
    {
        ArgumentNullException.ThrowIfNull(loggers);
        Logging = loggers;
        return this;
    }

    /// <inheritdoc cref="ActorFfiOptions.ShutdownTimeout"/>
    public FfiRuntimeBuilder ShutdownTimeout(TimeSpan timeout)
    {
        Options.ShutdownTimeout = timeout;
        return this;
    }

    /// <summary>Takes clock and timers from another provider than the system's.</summary>
    public FfiRuntimeBuilder UseTimeProvider(TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(time);
        _time = time;
        return this;
    }

    /// <summary>Validates what was declared.</summary>
    /// <exception cref="OptionsException">Something is missing or wrong.</exception>
    /// <exception cref="DeclarationException">A single declaration cannot be read, and nothing else is wrong.</exception>
    internal RuntimeDefinition Build() => new OptionsResolver(_faults).Resolve(Options) with { Time = _time };
}
