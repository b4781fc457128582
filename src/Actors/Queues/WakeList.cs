namespace ActorFfi;

/// <summary>Who is to be woken once the lock is released.</summary>
internal struct WakeList
{
    private IWakeable? _first;
    private IWakeable? _second;
    private List<IWakeable>? _others;

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
            (_others ??= []).Add(one);
        }
    }

    /// <summary>Wakes them all.</summary>
    public readonly void Wake()
    {
        if (_first is not null)
        {
            WakeAll();
        }
    }

    private readonly void WakeAll()
    {
        _first!.Wake();
        _second?.Wake();
        _others?.ForEach(static one => one.Wake());
    }
}
