using System.Collections.Immutable;

namespace ActorFfi;

/// <summary>Everything the runtime was told to serve: validated, with nothing left to parse.</summary>
/// <param name="Libraries">The libraries.</param>
/// <param name="ShutdownTimeout">How long a stop waits for accepted calls.</param>
internal sealed record RuntimeDefinition(ImmutableArray<LibraryDefinition> Libraries, TimeSpan ShutdownTimeout);
