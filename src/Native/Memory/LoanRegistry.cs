using System.Diagnostics.CodeAnalysis;

namespace ActorFfi;

/// <summary>The buffers that the native code of one library's generation keeps, by the address it was given.</summary>
/// <remarks>Threads: every member from any thread.</remarks>
internal sealed class LoanRegistry
{
    private readonly Lock _gate = new();
    private readonly Dictionary<nint, BufferLoan> _loans = [];
    private bool _isClosed;

    /// <summary>The guest whose native code keeps the buffers; null for this process.</summary>
    public GuestProcess? Guest { get; init; }

    /// <summary>How many buffers are lent.</summary>
    public int Count
    {
        get
        {
            lock (_gate)
            {
                return _loans.Count;
            }
        }
    }

    /// <summary>Notes a loan.</summary>
    /// <returns>False once the registry is closed.</returns>
    public bool TryAdd(BufferLoan loan)
    {
        lock (_gate)
        {
            if (!_isClosed)
            {
                _loans[loan.Address] = loan;
            }

            return !_isClosed;
        }
    }

    /// <summary>Forgets a loan that ended; does nothing where it is unknown.</summary>
    public void Remove(BufferLoan loan)
    {
        lock (_gate)
        {
            if (_loans.TryGetValue(loan.Address, out BufferLoan? known) && known == loan)
            {
                _loans.Remove(loan.Address);
            }
        }
    }

    /// <summary>The loan of what starts at an address.</summary>
    public bool TryFind(nint address, [NotNullWhen(true)] out BufferLoan? loan)
    {
        lock (_gate)
        {
            return _loans.TryGetValue(address, out loan);
        }
    }

    /// <summary>Gives everything back; from now on nothing is lent any more.</summary>
    public void Close() => EndAll(static loan => loan.Release());

    /// <summary>Tears everything, because the guest has died; from now on nothing is lent any more.</summary>
    public void Tear() => EndAll(static loan => loan.Tear());

    // A loan's own lock comes before this one's.
    private void EndAll(Action<BufferLoan> end)
    {
        BufferLoan[] ending;
        lock (_gate)
        {
            _isClosed = true;
            ending = [.. _loans.Values];
        }

        Array.ForEach(ending, end);
    }
}
