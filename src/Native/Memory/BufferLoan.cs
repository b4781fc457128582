namespace ActorFfi;

/// <summary>One buffer that native code keeps after the reply, until it is released, reclaimed, or the library has stopped.</summary>
/// <remarks>
/// Ownership: the library's <see cref="LoanRegistry"/> holds it, and so the buffer, that nothing is freed while native code has it.
/// Threads: every member from any thread; the lock is held for a few instructions, and no other is taken before it.
/// </remarks>
internal sealed class BufferLoan : ICallIdentity
{
    private readonly Lock _gate = new();
    private readonly OwnedBuffer _buffer;
    private readonly CallPlan _plan;
    private readonly LoanRegistry _registry;
    private int _users;
    private bool _isReleased;
    private bool _hasEnded;

    private BufferLoan(in BufferLease lease, CallPlan plan, LoanRegistry registry)
    {
        _buffer = lease.Buffer!;
        _plan = plan;
        _registry = registry;
        Address = lease.Length == 0 ? _buffer.Address : lease.Address; // The end of one buffer may be the start of another.
    }

    /// <inheritdoc/>
    public string LibraryName => _plan.Library;

    /// <inheritdoc/>
    public string SymbolName => _plan.Declaration.Name;

    /// <summary>Where the part starts that native code was given.</summary>
    public nint Address { get; }

    /// <summary>The guest whose native code keeps the buffer; null for this process.</summary>
    public GuestProcess? Guest => _registry.Guest;

    /// <summary>Lends what a call passed, now that native code has returned from it.</summary>
    /// <param name="lease">The argument; its buffer is in flight.</param>
    /// <param name="plan">The function that keeps it.</param>
    /// <param name="registry">The loans of the library's generation.</param>
    public static void Begin(in BufferLease lease, CallPlan plan, LoanRegistry registry)
    {
        BufferLoan loan = new(lease, plan, registry);
        lock (loan._gate)
        {
            loan._buffer.Lend(loan);
            loan._isReleased = !registry.TryAdd(loan);
            loan.EndIfDone();
        }
    }

    /// <summary>Lets another call of the library pass the buffer; it stays lent at least until <see cref="Exit"/>.</summary>
    /// <returns>False where the loan has ended.</returns>
    public bool TryEnter()
    {
        lock (_gate)
        {
            _users += _hasEnded ? 0 : 1;
            return !_hasEnded;
        }
    }

    /// <summary>Native code has returned from such a call.</summary>
    public void Exit()
    {
        lock (_gate)
        {
            _users--;
            EndIfDone();
        }
    }

    /// <summary>Native code no longer keeps the buffer; it goes back to its owner as soon as no call passes it.</summary>
    public void Release()
    {
        lock (_gate)
        {
            _isReleased = true;
            EndIfDone();
        }
    }

    /// <summary>The guest that kept the buffer has died: it is torn.</summary>
    public void Tear()
    {
        lock (_gate)
        {
            if (!_hasEnded)
            {
                _hasEnded = true;
                _registry.Remove(this);
                _buffer.Tear();
            }
        }
    }

    /// <summary>Ends the loan on the owner's word, unless a call passes the buffer.</summary>
    /// <returns>False where a call does.</returns>
    public bool TryReclaim()
    {
        lock (_gate)
        {
            if (_users > 0)
            {
                return false;
            }

            _isReleased = true;
            EndIfDone();
            return true;
        }
    }

    private void EndIfDone()
    {
        if (_isReleased && _users == 0 && !_hasEnded)
        {
            _hasEnded = true;
            _registry.Remove(this);
            _buffer.EndLoan(this);
        }
    }
}
