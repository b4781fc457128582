namespace ActorFfi;

/// <summary>The calls of a library that guests died in, by symbol and arguments.</summary>
/// <remarks>Threads: guarded by the lock; whether there is anything to look up is read without it.</remarks>
internal sealed class PoisonList
{
    // The oldest suspects are forgotten, so that a library which crashes with ever new arguments does not fill the memory.
    private const int Most = 1024;

    private readonly Lock _gate = new();
    private readonly Dictionary<(string Symbol, UInt128 Fingerprint), Suspect> _suspects = [];
    private readonly Queue<(string Symbol, UInt128 Fingerprint)> _order = new();
    private volatile int _count;

    /// <summary>Whether no call is suspected of anything.</summary>
    public bool IsEmpty => _count == 0;

    /// <summary>Notes that a guest died in a call.</summary>
    /// <returns>How many have died in such calls.</returns>
    public int Blame(string symbol, UInt128 fingerprint, Exception death, string arguments)
    {
        lock (_gate)
        {
            if (!_suspects.TryGetValue((symbol, fingerprint), out Suspect? suspect))
            {
                suspect = Add_NeedsLock((symbol, fingerprint));
            }

            suspect.Deaths++;
            suspect.LastDeath = death;
            suspect.Arguments = arguments;
            return suspect.Deaths;
        }
    }

    /// <summary>Whether guests died in calls of a symbol, so that its calls must be looked up.</summary>
    public bool Suspects(string symbol)
    {
        lock (_gate)
        {
            return _suspects.Keys.Any(key => key.Symbol == symbol);
        }
    }

    /// <summary>Why a call is refused; null where it is not.</summary>
    /// <param name="library">The name of the library.</param>
    /// <param name="symbol">The name of the symbol.</param>
    /// <param name="fingerprint">What tells its arguments from others.</param>
    /// <param name="after">After how many deaths calls are refused; 0 for never.</param>
    public PoisonCallException? RefusalOf(string library, string symbol, UInt128 fingerprint, int after)
    {
        lock (_gate)
        {
            return after > 0 && _suspects.TryGetValue((symbol, fingerprint), out Suspect? suspect) && suspect.Deaths >= after
                ? new PoisonCallException(library, symbol, suspect.Deaths, suspect.Arguments, suspect.LastDeath!)
                : null;
        }
    }

    /// <summary>Forgets what happened in the calls of one symbol, or of all.</summary>
    /// <returns>How many kinds of calls were forgotten.</returns>
    public int Pardon(string? symbol)
    {
        lock (_gate)
        {
            (string Symbol, UInt128 Fingerprint)[] pardoned = [.. _suspects.Keys.Where(key => symbol is null || key.Symbol == symbol)];
            Array.ForEach(pardoned, key => _suspects.Remove(key));
            (string Symbol, UInt128 Fingerprint)[] rest = [.. _order.Where(_suspects.ContainsKey)];
            _order.Clear();
            Array.ForEach(rest, _order.Enqueue);
            _count = _suspects.Count;
            return pardoned.Length;
        }
    }

    private Suspect Add_NeedsLock((string Symbol, UInt128 Fingerprint) key)
    {
        if (_suspects.Count == Most)
        {
            _suspects.Remove(_order.Dequeue());
        }

        Suspect suspect = new();
        _suspects.Add(key, suspect);
        _order.Enqueue(key);
        _count = _suspects.Count;
        return suspect;
    }

    private sealed class Suspect
    {
        public int Deaths { get; set; }

        public Exception? LastDeath { get; set; }

        public string Arguments { get; set; } = "";
    }
}
