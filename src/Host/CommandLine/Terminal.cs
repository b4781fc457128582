namespace ActorFfi;

/// <summary>Colours, and the like, on a terminal and nowhere else.</summary>
internal sealed class Terminal
{
    private const string Escape = "\u001b[";
    private readonly bool _isTerminal;
    private readonly bool _hasColours;

    private Terminal(bool isTerminal, bool hasColours)
    {
        _isTerminal = isTerminal;
        _hasColours = isTerminal && hasColours;
    }

    /// <summary>What can be done with an output: colours only where somebody looks at it, and has not said otherwise (NO_COLOR).</summary>
    public static Terminal Of(TextWriter output) => new(
        (ReferenceEquals(output, Console.Out) && !Console.IsOutputRedirected) || (ReferenceEquals(output, Console.Error) && !Console.IsErrorRedirected),
        string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR")) && Environment.GetEnvironmentVariable("TERM") is not "dumb");

    /// <summary>Whether somebody looks at it.</summary>
    public bool IsTerminal => _isTerminal;

    /// <summary>The text that begins a picture of the whole screen; empty elsewhere.</summary>
    public string Clear => _isTerminal ? $"{Escape}H{Escape}J" : "";

    /// <summary>The text that begins a line anew; empty elsewhere.</summary>
    public string Rewind => _isTerminal ? $"\r{Escape}K" : "";

    /// <summary>A line of a table, in the colour of the state that it names.</summary>
    public string Coloured(string line) => !_hasColours ? line : line switch
    {
        _ when line.Contains(nameof(LibraryState.Failed), StringComparison.Ordinal) || line.Contains(CheckedSymbol.Missing, StringComparison.Ordinal) => $"{Escape}31m{line}{Escape}0m",
        _ when line.Contains(nameof(LibraryState.BackingOff), StringComparison.Ordinal) || line.Contains(nameof(LibraryState.Draining), StringComparison.Ordinal) => $"{Escape}33m{line}{Escape}0m",
        _ when line.Contains(nameof(LibraryState.Ready), StringComparison.Ordinal) => $"{Escape}32m{line}{Escape}0m",
        _ => line,
    };
}
