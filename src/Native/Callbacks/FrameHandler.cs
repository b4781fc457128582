namespace ActorFfi;

/// <summary>Reads a callback's arguments from its frame, runs the user's handler, and stores the result.</summary>
/// <param name="frame">The address of a frame of <see cref="CallbackFrame"/>.</param>
/// <param name="generation">What pointers among the arguments belong to.</param>
internal delegate void FrameHandler(nint frame, LibraryGeneration generation);
