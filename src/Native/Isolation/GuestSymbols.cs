using System.Collections.Concurrent;

namespace ActorFfi;

/// <summary>The symbols of a guest: what was declared, where it lies in the guest, and what was given out since.</summary>
/// <remarks>Threads: <see cref="Learn"/> before everything else; the rest from any.</remarks>
internal sealed class GuestSymbols(GuestProcess guest, IReadOnlyList<GuestSymbol> declared)
{
    private readonly Dictionary<string, GuestFunction?> _functions = new(StringComparer.Ordinal);
    private readonly Dictionary<string, NativeVariable?> _variables = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<CallPlan, (int Number, byte[] Definition)> _definitions = new(ReferenceEqualityComparer.Instance);
    private int _lastNumber = declared.Count; // Changed interlocked only.

    /// <summary>The path that the library was loaded from.</summary>
    public string Path { get; private set; } = "";

    /// <summary>Where the arena lies in the guest, as it says.</summary>
    public nint Arena { get; private set; }

    /// <summary>Notes where everything lies.</summary>
    public void Learn(LoadedSymbols loaded)
    {
        Path = loaded.Path;
        Arena = loaded.Arena;
        for (int i = 0; i < declared.Count; i++)
        {
            GuestSymbol symbol = declared[i];
            nint address = loaded.Addresses[i];
            if (symbol.Plan is { } plan)
            {
                _functions[symbol.Declaration.Name] = address == 0 ? null : new GuestFunction(guest, new NativeFunction(plan, address, guest.Generation), i, null)
                {
                    Frees = NumberOf(symbol.Frees),
                };
            }
            else
            {
                _variables[symbol.Declaration.Name] = address == 0 ? null : new NativeVariable(symbol.Declaration, address, guest.Generation);
            }
        }
    }

    /// <inheritdoc cref="GuestProcess.Function"/>
    public GuestFunction? Function(string name) => _functions.TryGetValue(name, out GuestFunction? function)
        ? function
        : throw new ArgumentException($"Function '{name}' of library '{guest.Library}' is not declared. Declare it before it is used.", nameof(name));

    /// <inheritdoc cref="GuestProcess.Variable"/>
    public NativeVariable? Variable(string name) => _variables.TryGetValue(name, out NativeVariable? variable)
        ? variable
        : throw new ArgumentException($"Variable '{name}' of library '{guest.Library}' is not declared. Declare it before it is used.", nameof(name));

    /// <inheritdoc cref="GuestProcess.FunctionOf"/>
    public GuestFunction FunctionOf(NativeFunction function) => ReferenceEquals(function.Generation.Guest, guest)
        ? Define(function, -1)
        : throw new StaleHandleException(nameof(ForeignFunction), function.Generation);

    /// <summary>A function of a signature that the guest may not know.</summary>
    public GuestFunction Define(NativeFunction function, int frees)
    {
        (int number, byte[] definition) = _definitions.GetOrAdd(
            function.Plan,
            static (plan, self) => (Interlocked.Increment(ref self._lastNumber), GuestDefinition.Write(plan.Declaration)),
            this);
        return new GuestFunction(guest, function, number, definition) { Frees = frees };
    }

    private int NumberOf(string? name)
    {
        for (int i = 0; i < declared.Count && name is not null; i++)
        {
            if (declared[i].Declaration.Name == name)
            {
                return i;
            }
        }

        return name is null ? -1 : throw new ArgumentException($"The function '{name}' that frees a result is not declared.", nameof(name));
    }
}
