using System.ComponentModel.DataAnnotations;
using System.Text.Json.Nodes;

namespace ActorFfi;

/// <summary>The declaration and the settings of one symbol; a setting that is null is that of the library.</summary>
public sealed class SymbolOptions : ServingOptions
{
    /// <summary>The name callers use; null for the name in <see cref="Declaration"/>, or else <see cref="Name"/>. In a configuration, the key in the map of symbols says it.</summary>
    public string? Alias { get; set; }

    /// <summary>A C prototype, or a variable: <c>extern const int limit;</c>; exclusive with <see cref="Parameters"/>, <see cref="Result"/> and <see cref="Type"/>.</summary>
    public string? Declaration { get; set; }

    /// <summary>The exported name, where it is not the one that the declaration says.</summary>
    public string? Name { get; set; }

    /// <summary>The parameters in the Deno shape; null for none, or where <see cref="Declaration"/> says them.</summary>
    public JsonArray? Parameters { get; set; }

    /// <summary>The result in the Deno shape; null for void, or where <see cref="Declaration"/> says it.</summary>
    public JsonNode? Result { get; set; }

    /// <summary>The type of a variable in the Deno shape; null for a function, or where <see cref="Declaration"/> says it.</summary>
    public JsonNode? Type { get; set; }

    /// <summary>Whether a variable that <see cref="Type"/> declares refuses writes.</summary>
    public bool Const { get; set; }

    /// <summary>True refuses synchronous calls, false refuses nonblocking ones; null allows both.</summary>
    public bool? Nonblocking { get; set; }

    /// <summary>Whether the library may lack the symbol.</summary>
    public bool Optional { get; set; }

    /// <summary>Which results are failures: <c>result &lt;op&gt; constant</c> or <c>result == null</c>, optionally <c>&amp;&amp; errno != 0</c>; null for none.</summary>
    public string? Fails { get; set; }

    /// <summary>Which results mean that the worker cannot go on, in the form of <see cref="Fails"/>; such a result is a failure too. Null for none.</summary>
    public string? Fatal { get; set; }

    /// <summary>The exported function that releases a <c>char *</c> or <c>const char *</c> result after it was copied; the result is text then. Null for none.</summary>
    public string? Frees { get; set; }

    /// <summary>Whether callers from outside the process may pass buffers for parameters without an extent.</summary>
    public bool Unchecked { get; set; }

    /// <summary>Whether the function is short, never blocks and never calls back, so that it is called without a transition; a garbage collection waits for it.</summary>
    public bool Leaf { get; set; }

    /// <summary>How many calls of this symbol run at once, through both doors; null for no limit besides the library's.</summary>
    [Range(1, int.MaxValue)]
    public int? Concurrency { get; set; }

    /// <summary>The parameter whose value keeps calls apart: of calls with equal values, over all symbols of the library that have a key, one runs at a time, in order; others run in parallel. Null for the library's.</summary>
    public string? Key { get; set; }

    /// <summary>The pointer parameters whose buffers native code keeps after a call that succeeded, until a symbol that <see cref="Releases"/> them, <see cref="OwnedBuffer.Reclaim"/>, or the end of the library's generation gives them back.</summary>
    public IList<string> Kept { get; } = [];

    /// <summary>The pointer parameters that name a kept buffer, by itself or by its address, which native code keeps no longer after a call that succeeded.</summary>
    public IList<string> Releases { get; } = [];

    /// <summary>Where the symbol stands in a configuration; null for one that is declared in code.</summary>
    internal string? Origin { get; init; }
}
