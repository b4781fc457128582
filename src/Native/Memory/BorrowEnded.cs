namespace ActorFfi;

/// <summary>Words the refusal of a borrow that has ended.</summary>
internal static class BorrowEnded
{
    public static ObjectDisposedException Create(OwnedBuffer? buffer) => new(
        nameof(OwnedBuffer.Borrow),
        $"The borrow of {(buffer is null ? "no buffer" : buffer)} has ended and its bytes cannot be used. Borrow the buffer again.");
}
