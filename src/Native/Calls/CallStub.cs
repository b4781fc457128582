namespace ActorFfi;

/// <summary>Calls a function with the arguments of a frame and stores result and errno there; emitted once for each signature.</summary>
/// <param name="function">The address of the function.</param>
/// <param name="frame">The address of a frame of <see cref="FrameLayout"/>.</param>
internal delegate void CallStub(nint function, nint frame);
