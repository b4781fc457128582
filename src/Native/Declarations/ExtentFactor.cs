namespace ActorFfi;

/// <summary>One factor of an <see cref="Extent"/>: a constant, or the value of a parameter, or the value that a pointer parameter points to.</summary>
/// <param name="Constant">The factor itself where <paramref name="ParameterIndex"/> is negative.</param>
/// <param name="ParameterIndex">The index of the parameter that holds the factor, or -1.</param>
/// <param name="Indirect">Whether the parameter is a pointer to the factor, read before the call.</param>
public readonly record struct ExtentFactor(long Constant, int ParameterIndex = -1, bool Indirect = false);
