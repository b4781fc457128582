namespace ActorFfi;

/// <summary>One buffer argument of one call: which part of which buffer, and whether native code may write to it.</summary>
/// <param name="Buffer">The buffer; null for managed memory, which has no owner to give it back to.</param>
/// <param name="Address">The address of the first byte.</param>
/// <param name="Length">The length of the part in bytes.</param>
/// <param name="ParameterIndex">The parameter that the part is passed for.</param>
/// <param name="IsWritable">Whether native code may write to it.</param>
internal record struct BufferLease(OwnedBuffer? Buffer, nint Address, long Length, int ParameterIndex, bool IsWritable)
{
    /// <summary>Whether this lease is the one that took the buffer, and how.</summary>
    public LeaseMode Taken { readonly get; set; }

    /// <summary>The loan that the call entered; null unless <see cref="Taken"/> is <see cref="LeaseMode.Lent"/>.</summary>
    public BufferLoan? Loan { readonly get; set; }

    /// <summary>Whether both are parts of one buffer, or of one piece of managed memory, and share a byte.</summary>
    public readonly bool Overlaps(in BufferLease other) =>
        Length > 0 && other.Length > 0 && Address < other.Address + (nint)other.Length && other.Address < Address + (nint)Length;

    /// <summary>Whether both are parts of one buffer.</summary>
    public readonly bool Shares(in BufferLease other) => Buffer is not null && ReferenceEquals(Buffer, other.Buffer);
}
