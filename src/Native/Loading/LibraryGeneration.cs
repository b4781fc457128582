namespace ActorFfi;

/// <summary>One start of one library; every handle that native code gave out carries the generation it belongs to.</summary>
internal sealed class LibraryGeneration(string library, int number)
{
    private volatile bool _ended;

    /// <summary>The name of the library.</summary>
    public string Library { get; } = library;

    /// <summary>How often the library had been started, this start included; the first is 1.</summary>
    public int Number { get; } = number;

    /// <summary>The buffers that native code keeps; given back after the library has stopped.</summary>
    public LoanRegistry Loans { get; } = new();

    /// <summary>Whether the library was stopped or restarted since, so that what carries this generation is stale.</summary>
    public bool HasEnded => _ended;

    /// <summary>Turns every handle of this generation stale.</summary>
    public void End() => _ended = true;
}
