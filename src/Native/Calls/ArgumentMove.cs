namespace ActorFfi;

/// <summary>A part of an argument on its way from the frame to where the function looks for it.</summary>
/// <param name="From">Its offset in the frame.</param>
/// <param name="Target">What kind of place it goes to: a general-purpose register, a vector register, or memory, which is the stack.</param>
/// <param name="Place">The number of the register, or the offset on the stack.</param>
/// <param name="Length">How many bytes.</param>
internal readonly record struct ArgumentMove(int From, RegisterClass Target, int Place, int Length);
