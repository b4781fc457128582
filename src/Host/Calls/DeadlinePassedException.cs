namespace ActorFfi;

/// <summary>A caller's own deadline passed before the call was answered.</summary>
internal sealed class DeadlinePassedException(string library, string symbol, TimeSpan deadline)
    : ActorFfiException($"Call '{symbol}' of library '{library}' was not answered within {deadline}, which its caller gave it. If it was queued it is withdrawn; if native code had begun it goes on, and its reply is dropped. Give it longer, or declare a 'Timeout' that ends it.");
