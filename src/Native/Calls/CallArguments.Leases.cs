namespace ActorFfi;

/// <content>The buffers of a call: taken when it is bound, given back, lent, torn or given up when it ends.</content>
internal sealed partial class CallArguments
{
    /// <summary>The buffers that the call holds, one entry for each buffer argument.</summary>
    public ReadOnlySpan<BufferLease> Leases => _leases.AsSpan(0, _leaseCount);

    /// <summary>How many bytes the buffers have that the call holds.</summary>
    public long BufferBytes
    {
        get
        {
            long bytes = 0;
            foreach (ref readonly BufferLease lease in Leases)
            {
                bytes += lease.Length;
            }

            return bytes;
        }
    }

    /// <summary>Notes that the call succeeded, so that <see cref="Release"/> lends what native code keeps, and ends the loans that it released.</summary>
    public void Succeed(LibraryGeneration generation) => _loans = generation.Loans;

    /// <summary>Gives up the buffers of a call that native code does not come back from; <see cref="Release"/> follows if it does.</summary>
    public void Abandon()
    {
        foreach (ref readonly BufferLease lease in Leases)
        {
            if (lease.Taken is not (LeaseMode.None or LeaseMode.Lent))
            {
                lease.Buffer!.Abandon();
            }
        }
    }

    /// <summary>Gives up the buffers of a call whose guest died in it, and lets go of everything else.</summary>
    public void Tear()
    {
        foreach (ref BufferLease lease in _leases.AsSpan(0, _leaseCount))
        {
            if (lease.Taken is LeaseMode.Kept or LeaseMode.Writer || (lease.Taken == LeaseMode.Reader && _holder is not null))
            {
                lease.Buffer!.Tear();
                lease.Taken = LeaseMode.None;
            }
        }

        Release();
    }

    private void TakeBuffersAndCheckExtents(CallPlan plan)
    {
        RefuseOverlaps(plan);
        try
        {
            for (int i = 0; i < _leaseCount; i++)
            {
                Take(plan, i);
            }

            _given?.Use(called: null); // An extent may lie behind a pointer.
            ExtentCheck.Run(plan, Leases, Frame, Guest);
        }
        catch
        {
            GiveBack();
            throw;
        }
        finally
        {
            _given?.Release();
        }
    }

    private void RefuseOverlaps(CallPlan plan)
    {
        for (int later = 1; later < _leaseCount; later++)
        {
            ref readonly BufferLease lease = ref _leases[later];
            for (int i = 0; i < later; i++)
            {
                if ((lease.IsWritable || _leases[i].IsWritable) && lease.Overlaps(_leases[i]))
                {
                    PointerErrors.ThrowOverlap(plan, lease.ParameterIndex, _leases[i].ParameterIndex);
                }
            }
        }
    }

    // A buffer that is passed several times is taken once, at its first lease, as a writer if any of them writes.
    private void Take(CallPlan plan, int index)
    {
        ref BufferLease lease = ref _leases[index];
        if (lease.Buffer is null || IsTakenBefore(index))
        {
            return;
        }

        lease.Loan = lease.Buffer.EnterLoan(plan.Library);
        if (lease.Loan is not null)
        {
            lease.Taken = LeaseMode.Lent;
            Guest = GuestArgument.Demand(plan, plan.Parameters[lease.ParameterIndex], lease.Loan, Guest);
            return;
        }

        bool isWritten = lease.IsWritable;
        bool isKept = CallLoans.KeepsBuffer(plan, Leases, lease);
        for (int i = index + 1; i < _leaseCount; i++)
        {
            isWritten |= _leases[i].IsWritable && lease.Shares(_leases[i]);
        }

        if (isKept)
        {
            lease.Buffer.Detach(_holder ?? plan);
        }
        else if (_holder is null)
        {
            lease.Buffer.BeginNativeBorrow(isWritten);
        }
        else
        {
            lease.Buffer.Detach(_holder);
        }

        lease.Taken = isKept ? LeaseMode.Kept : isWritten ? LeaseMode.Writer : LeaseMode.Reader;
    }

    private bool IsTakenBefore(int index)
    {
        for (int i = 0; i < index; i++)
        {
            if (_leases[i].Shares(_leases[index]))
            {
                return true;
            }
        }

        return false;
    }

    private void GiveBack()
    {
        if (_loans is not null)
        {
            CallLoans.End(_plan!, _loans, Leases, Frame);
        }

        foreach (ref readonly BufferLease lease in Leases)
        {
            if (lease.Taken != LeaseMode.None)
            {
                GiveBack(lease);
            }
        }
    }

    private void GiveBack(in BufferLease lease)
    {
        if (lease.Taken == LeaseMode.Lent)
        {
            lease.Loan!.Exit();
        }
        else if (lease.Taken == LeaseMode.Kept && _loans is not null)
        {
            BufferLoan.Begin(CallLoans.KeptPart(_plan!, Leases, lease), _plan!, _loans);
        }
        else if (lease.Taken == LeaseMode.Kept || _holder is not null)
        {
            lease.Buffer!.Attach();
        }
        else
        {
            lease.Buffer!.EndNativeBorrow(lease.Taken == LeaseMode.Writer);
        }
    }
}
