using System.Text.Json.Nodes;

namespace ActorFfi;

/// <summary>Declares one library in code; each method sets the option of its name.</summary>
public sealed class LibraryBuilder : ServingBuilder<LibraryBuilder>
{
    private readonly string _path;
    private readonly OptionsFaults _faults;

    internal LibraryBuilder(LibraryOptions options, string path, OptionsFaults faults)
        : base(options)
    {
        Options = options;
        _path = path;
        _faults = faults;
    }

    /// <summary>What has been declared so far.</summary>
    public LibraryOptions Options { get; }

    /// <summary>Adds candidate files or names, tried in order.</summary>
    public LibraryBuilder Path(params ReadOnlySpan<string> candidates) => Add(Options.Path, candidates);

    /// <inheritdoc cref="LibraryOptions.Sha256"/>
    public LibraryBuilder Sha256(string hash) => Set(Options.Sha256 = hash);

    /// <summary>Adds C type declarations that the symbols' prototypes use: <c>typedef</c>s and <c>enum</c>s.</summary>
    public LibraryBuilder Types(params ReadOnlySpan<string> texts) => Add(Options.Types, texts);

    /// <summary>Adds libraries that are started before this one and stopped after it.</summary>
    public LibraryBuilder DependsOn(params ReadOnlySpan<string> libraries) => Add(Options.DependsOn, libraries);

    /// <summary>Adds calls that prepare the library, such as <c>init(3, "name")</c>.</summary>
    public LibraryBuilder OnStart(params ReadOnlySpan<string> calls) => Add(Options.OnStart, calls);

    /// <summary>Adds calls that end the library.</summary>
    public LibraryBuilder OnStop(params ReadOnlySpan<string> calls) => Add(Options.OnStop, calls);

    /// <inheritdoc cref="LibraryOptions.KeepLoaded"/>
    public LibraryBuilder KeepLoaded(bool isKept = true) => Set(Options.KeepLoaded = isKept);

    /// <inheritdoc cref="LibraryOptions.Critical"/>
    public LibraryBuilder Critical(bool isCritical = true) => Set(Options.Critical = isCritical);

    /// <inheritdoc cref="LibraryOptions.OnLoadError"/>
    public LibraryBuilder OnLoadError(FailureDirective directive) => Set(Options.OnLoadError = directive);

    /// <inheritdoc cref="LibraryOptions.RestartDelay"/>
    public LibraryBuilder RestartDelay(TimeSpan delay) => Set(Options.RestartDelay = delay);

    /// <inheritdoc cref="LibraryOptions.RestartFactor"/>
    public LibraryBuilder RestartFactor(double factor) => Set(Options.RestartFactor = factor);

    /// <inheritdoc cref="LibraryOptions.RestartMaximumDelay"/>
    public LibraryBuilder RestartMaximumDelay(TimeSpan delay) => Set(Options.RestartMaximumDelay = delay);

    /// <inheritdoc cref="LibraryOptions.RestartJitter"/>
    public LibraryBuilder RestartJitter(double share) => Set(Options.RestartJitter = share);

    /// <inheritdoc cref="LibraryOptions.RestartLimit"/>
    public LibraryBuilder RestartLimit(int restarts) => Set(Options.RestartLimit = restarts);

    /// <inheritdoc cref="LibraryOptions.RestartWindow"/>
    public LibraryBuilder RestartWindow(TimeSpan window) => Set(Options.RestartWindow = window);

    /// <inheritdoc cref="LibraryOptions.WaitWhileUnavailable"/>
    public LibraryBuilder WaitWhileUnavailable(TimeSpan patience) => Set(Options.WaitWhileUnavailable = patience);

    /// <inheritdoc cref="LibraryOptions.StopTimeout"/>
    public LibraryBuilder StopTimeout(TimeSpan timeout) => Set(Options.StopTimeout = timeout);

    /// <inheritdoc cref="LibraryOptions.MaxAbandoned"/>
    public LibraryBuilder MaxAbandoned(int calls) => Set(Options.MaxAbandoned = calls);

    /// <inheritdoc cref="LibraryOptions.Concurrency"/>
    public LibraryBuilder Concurrency(int calls) => Set(Options.Concurrency = calls);

    /// <inheritdoc cref="LibraryOptions.TotalQueueLimit"/>
    public LibraryBuilder TotalQueueLimit(int calls) => Set(Options.TotalQueueLimit = calls);

    /// <inheritdoc cref="LibraryOptions.TotalQueueBytes"/>
    public LibraryBuilder TotalQueueBytes(long bytes) => Set(Options.TotalQueueBytes = bytes);

    /// <inheritdoc cref="LibraryOptions.Key"/>
    public LibraryBuilder Key(string parameter) => Set(Options.Key = parameter);

    /// <inheritdoc cref="LibraryOptions.Isolation"/>
    public LibraryBuilder Isolation(IsolationMode mode) => Set(Options.Isolation = mode);

    /// <inheritdoc cref="LibraryOptions.Processes"/>
    public LibraryBuilder Processes(int guests) => Set(Options.Processes = guests);

    /// <inheritdoc cref="LibraryOptions.Spares"/>
    public LibraryBuilder Spares(int guests) => Set(Options.Spares = guests);

    /// <inheritdoc cref="LibraryOptions.ArenaSize"/>
    public LibraryBuilder ArenaSize(long bytes) => Set(Options.ArenaSize = bytes);

    /// <inheritdoc cref="LibraryOptions.RecycleAfterCalls"/>
    public LibraryBuilder RecycleAfterCalls(long calls) => Set(Options.RecycleAfterCalls = calls);

    /// <inheritdoc cref="LibraryOptions.RecycleAfter"/>
    public LibraryBuilder RecycleAfter(TimeSpan age) => Set(Options.RecycleAfter = age);

    /// <inheritdoc cref="LibraryOptions.RecycleAboveMemory"/>
    public LibraryBuilder RecycleAboveMemory(long bytes) => Set(Options.RecycleAboveMemory = bytes);

    /// <inheritdoc cref="LibraryOptions.MemoryLimit"/>
    public LibraryBuilder MemoryLimit(long bytes) => Set(Options.MemoryLimit = bytes);

    /// <summary>Adds to the environment of guests: <c>NAME=value</c>, or <c>NAME</c> for the value that the service has.</summary>
    public LibraryBuilder Environment(params ReadOnlySpan<string> variables) => Add(Options.Environment, variables);

    /// <summary>Declares a function by its C prototype.</summary>
    /// <param name="prototype">One prototype, as <see cref="CPrototype.Parse"/> reads it.</param>
    /// <param name="configure">Says what is different from the library's settings.</param>
    public LibraryBuilder Declare(string prototype, Action<SymbolBuilder>? configure = null) =>
        Add(new SymbolOptions { Declaration = prototype }, configure);

    /// <summary>Declares a function by name and shape, such as <c>Symbol("pid", s => s.Name("getpid").Parameters().Result("i32"))</c>.</summary>
    /// <param name="name">The name callers use.</param>
    /// <param name="configure">Says what it is: at least its parameters or its result, or a declaration.</param>
    public LibraryBuilder Symbol(string name, Action<SymbolBuilder> configure)
    {
        ArgumentNullException.ThrowIfNull(configure);
        return Add(new SymbolOptions { Alias = name }, configure);
    }

    /// <summary>Declares a function by an object as a configuration would hold it: a shape of Deno's FFI, settings included.</summary>
    /// <param name="name">The name callers use.</param>
    /// <param name="symbol">Such as <c>{ "name": "getpid", "parameters": [], "result": "i32" }</c>. Anything unknown or wrong is reported when the runtime starts.</param>
    /// <param name="configure">Says what is different from the library's settings and from the object's.</param>
    public LibraryBuilder Symbol(string name, JsonObject symbol, Action<SymbolBuilder>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(symbol);
        SymbolOptions options = new() { Alias = name };
        new OptionsReader(_faults).Read(ShapeNode.SectionOf(symbol, $"{_path}:{nameof(LibraryOptions.Symbols)}:{name}"), options);
        return Add(options, configure);
    }

    private LibraryBuilder Add(SymbolOptions symbol, Action<SymbolBuilder>? configure)
    {
        configure?.Invoke(new SymbolBuilder(symbol));
        Options.Symbols.Add(symbol);
        return this;
    }

    private LibraryBuilder Add(IList<string> list, ReadOnlySpan<string> texts)
    {
        foreach (string text in texts)
        {
            list.Add(text);
        }

        return this;
    }
}
