// Safety: the frame is that of a bound call, so that it has a slot for each parameter of the plan; slots are only read, as
// addresses that are compared and never followed.
namespace ActorFfi;

/// <summary>Which of a call's buffers native code keeps after it, and which it keeps no longer.</summary>
internal static unsafe class CallLoans
{
    /// <summary>Whether the buffer of a lease is passed for a parameter that is kept, by this lease or by another.</summary>
    public static bool KeepsBuffer(CallPlan plan, ReadOnlySpan<BufferLease> leases, in BufferLease taken) =>
        plan.Kept != 0 && CallPlan.Names(plan.Kept, KeptPart(plan, leases, taken).ParameterIndex);

    /// <summary>The part that native code keeps, of a buffer that may be passed several times; the lease itself where it keeps none.</summary>
    public static BufferLease KeptPart(CallPlan plan, ReadOnlySpan<BufferLease> leases, in BufferLease taken)
    {
        foreach (ref readonly BufferLease lease in leases)
        {
            if (lease.Shares(taken) && CallPlan.Names(plan.Kept, lease.ParameterIndex))
            {
                return lease;
            }
        }

        return taken;
    }

    /// <summary>Ends the loans that a call released. The argument is the handle, whichever part of it native code was given, or the address that it was given.</summary>
    public static void End(CallPlan plan, LoanRegistry loans, ReadOnlySpan<BufferLease> leases, nint frame)
    {
        for (int i = 0; i < plan.Parameters.Length; i++)
        {
            if (CallPlan.Names(plan.Releases, i) && (PassedFor(i, leases) ?? LentAt(*(nint*)(frame + plan.Layout.Argument(i)), loans)) is { } loan)
            {
                loan.Release();
            }
        }
    }

    // Of a buffer that is passed several times, one lease entered the loan for all.
    private static BufferLoan? PassedFor(int parameter, ReadOnlySpan<BufferLease> leases)
    {
        foreach (ref readonly BufferLease passed in leases)
        {
            foreach (ref readonly BufferLease taken in leases)
            {
                if (passed.ParameterIndex == parameter && taken.Loan is not null && taken.Shares(passed))
                {
                    return taken.Loan;
                }
            }
        }

        return null;
    }

    private static BufferLoan? LentAt(nint address, LoanRegistry loans) => loans.TryFind(loans.Guest?.AddressHere(address) ?? address, out BufferLoan? loan) ? loan : null;
}
