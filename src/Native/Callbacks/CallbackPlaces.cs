namespace ActorFfi;

/// <summary>Where the halves of one argument lie in a frame.</summary>
/// <param name="Low">The offset of the first eight bytes, and of all that follow where the argument is on the stack; -1 where it has none.</param>
/// <param name="High">The offset of the second eight bytes of a struct in registers; -1 for anything else.</param>
internal readonly record struct CallbackPlaces(int Low, int High);
