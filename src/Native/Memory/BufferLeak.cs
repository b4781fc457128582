namespace ActorFfi;

/// <summary>A buffer that was dropped without being disposed, found and freed by the garbage collector.</summary>
/// <param name="Account">The name of the account, that is of the library, that allocated it.</param>
/// <param name="BufferName">The name that the buffer was given, or null.</param>
/// <param name="Length">Its length in bytes.</param>
internal readonly record struct BufferLeak(string Account, string? BufferName, long Length);
