namespace ActorFfi;

/// <summary>Checks the arguments of a call, calls the function with them, and stores result and errno; emitted once for each signature of numbers.</summary>
/// <param name="function">The address of the function.</param>
/// <param name="arguments">The first of as many arguments as the function has parameters.</param>
/// <param name="head">The address of the head of a frame of <see cref="FrameLayout"/>: the parts before the arguments.</param>
/// <returns>False where an argument needs a conversion or is wrong: then nothing was called, and <see cref="CallArguments"/> converts or refuses.</returns>
internal delegate bool DirectStub(nint function, ref readonly NativeArgument arguments, nint head);
