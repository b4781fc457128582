namespace ActorFfi;

/// <content>How native code keeps a buffer beyond the call that passed it.</content>
public sealed partial class OwnedBuffer
{
    /// <summary>Ends a loan on the caller's word that native code no longer uses the memory; does nothing where the buffer is not lent.</summary>
    /// <remarks>Nothing in a process can check that word: native code that still has the address reads and writes what is then somebody else's.</remarks>
    /// <exception cref="BufferStateException">A call passes or has the buffer, or the buffer is no longer here; it stays as it is.</exception>
    /// <exception cref="ObjectDisposedException">The buffer is disposed. One that was lent then is freed when it is released.</exception>
    public void Reclaim()
    {
        BufferState state = State;
        ICallIdentity? holder = _holder; // After the state, because a loan is written before the buffer is lent.
        if (state == BufferState.Lent && holder is BufferLoan loan)
        {
            if (!loan.TryReclaim())
            {
                throw BufferRefusal.CreateInUse(Name, Length, loan);
            }
        }
        else if (state is not (BufferState.Owned or BufferState.Borrowed or BufferState.Lent))
        {
            throw BufferRefusal.Create(Name, Length, state, BufferEvent.Reclaim, holder);
        }
    }

    /// <summary>Takes a torn buffer back; it holds whatever the guest that died in a call with it left there.</summary>
    /// <exception cref="BufferStateException">The buffer is not torn.</exception>
    /// <exception cref="ObjectDisposedException">The buffer is disposed.</exception>
    public void Recover() => Raise(BufferEvent.Recover);

    /// <summary>Leaves the buffer with native code when its call ends.</summary>
    internal void Lend(BufferLoan loan)
    {
        _holder = loan;
        Raise(BufferEvent.Lend);
    }

    /// <summary>Gives the buffer back when its loan ends; frees it where it was disposed meanwhile.</summary>
    internal void EndLoan(BufferLoan loan)
    {
        Raise(BufferEvent.Reclaim);

        // Last, so that whoever still finds the buffer lent finds the loan to ask too; by then a call may have it.
        Interlocked.CompareExchange(ref _holder, null, loan);
    }

    /// <summary>Lets a call pass the buffer to the library that keeps it anyway.</summary>
    /// <returns>The loan, to be left when native code has returned; null where that library does not keep the buffer.</returns>
    internal BufferLoan? EnterLoan(string library) =>
        State == BufferState.Lent && _holder is BufferLoan loan && loan.LibraryName == library && loan.TryEnter() ? loan : null;
}
