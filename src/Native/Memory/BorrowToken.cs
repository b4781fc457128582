namespace ActorFfi;

/// <summary>Proof of one borrow: the place in the ledger of its thread and the stamp that place had.</summary>
internal readonly record struct BorrowToken(OwnedBuffer? Buffer, int Place, long Stamp);
