namespace ActorFfi;

/// <summary>Who is to be woken once the lock is released; at most one for each limit, and one for the queue.</summary>
internal struct WakeList
{
    private IWakeable? _first;
    private IWakeable? _second;
    private IWakeable? _third;

    /// <summary>Adds one; null is ignored.</summary>
    public void Add(IWakeable? one)
    {
        if (one is null)
        {
            return;
        }

        if (_first is null)
        {
            _first = one;
        }
        else if (_second is null)
        {
            _second = one;
        }
        else
        {
            _third = one;
        }
    }

    /// <summary>Wakes them all.</summary>
    public readonly void Wake()
    {
        _first?.Wake();
        _second?.Wake();
        _third?.Wake();
    }
}
