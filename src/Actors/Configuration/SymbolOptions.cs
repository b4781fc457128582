using System.Text.Json.Nodes;

namespace ActorFfi;

/// <summary>The declaration and the settings of one symbol; a setting that is null is that of the library.</summary>
public sealed class SymbolOptions
{
    /// <summary>The name callers use; null for the name in <see cref="Declaration"/>.</summary>
    public string? Key { get; set; }

    /// <summary>A C prototype; exclusive with <see cref="Parameters"/> and <see cref="Result"/>.</summary>
    public string? Declaration { get; set; }

    /// <summary>The exported name, where it is not the one callers use; with a <see cref="Declaration"/>, overrides the name there.</summary>
    public string? Name { get; set; }

    /// <summary>The parameters in the Deno shape; null where <see cref="Declaration"/> says them.</summary>
    public JsonArray? Parameters { get; set; }

    /// <summary>The result in the Deno shape; null for void.</summary>
    public JsonNode? Result { get; set; }

    /// <summary>True refuses synchronous calls, false refuses nonblocking ones; null allows both.</summary>
    public bool? Nonblocking { get; set; }

    /// <summary>Whether the library may lack the symbol. The default is false.</summary>
    public bool Optional { get; set; }

    /// <summary>Which results are failures: <c>result &lt;op&gt; constant</c> or <c>result == null</c>, optionally <c>&amp;&amp; errno != 0</c>.</summary>
    public string? Fails { get; set; }

    /// <summary>The exported function that releases a string result after it was copied; the result is text then.</summary>
    public string? Frees { get; set; }

    /// <summary>Whether callers from outside the process may pass buffers for parameters without an extent. The default is false.</summary>
    public bool Unchecked { get; set; }

    /// <inheritdoc cref="LibraryOptions.Errno"/>
    public bool? Errno { get; set; }

    /// <inheritdoc cref="LibraryOptions.Threads"/>
    public ThreadMode? Threads { get; set; }

    /// <inheritdoc cref="LibraryOptions.Workers"/>
    public int? Workers { get; set; }

    /// <summary>How many calls of this symbol run at once, through both doors; null for no limit of its own.</summary>
    public int? Concurrency { get; set; }

    /// <inheritdoc cref="LibraryOptions.QueueLimit"/>
    public int? QueueLimit { get; set; }

    /// <inheritdoc cref="LibraryOptions.Overflow"/>
    public OverflowMode? Overflow { get; set; }

    /// <inheritdoc cref="LibraryOptions.IdleTimeout"/>
    public TimeSpan? IdleTimeout { get; set; }

    /// <inheritdoc cref="LibraryOptions.OnFault"/>
    public FailureDirective? OnFault { get; set; }
}
