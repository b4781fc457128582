namespace ActorFfi;

/// <summary>Checks the arguments of a call, calls the function with them, and gives the result; emitted once for each signature of numbers.</summary>
/// <param name="function">The address of the function.</param>
/// <param name="arguments">The first of as many arguments as the function has parameters.</param>
/// <param name="head">The address of the head of the thread's <see cref="ThreadSlot"/>: errno goes there, and a result that is no number of 64 bits or fewer.</param>
/// <returns>
/// The bits of the result; 0 where it is there. Where an argument needs a conversion or is wrong, nothing is called and
/// <see cref="ThreadSlot.IsRefused"/> is set: <see cref="CallArguments"/> converts or refuses.
/// </returns>
internal delegate long DirectStub(nint function, ref readonly NativeArgument arguments, nint head);
