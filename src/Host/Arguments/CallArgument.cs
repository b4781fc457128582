namespace ActorFfi;

/// <summary>One argument from outside the process, converted as its parameter declares.</summary>
/// <param name="Parameter">The parameter.</param>
/// <param name="Value">What the call is given.</param>
/// <param name="Buffer">The memory that was made for the argument, if any; owned by the call's <see cref="CallBuilder"/>.</param>
/// <param name="Scalar">What the memory holds where it is one value; null for bytes.</param>
internal sealed record CallArgument(NativeParameter Parameter, NativeArgument Value, OwnedBuffer? Buffer = null, NativeTypeKind? Scalar = null)
{
    /// <summary>The file that the memory is saved to after the call; null to show it.</summary>
    public string? File { get; init; }

    /// <summary>Whether the caller is shown what the memory holds after the call; not where native code keeps it.</summary>
    public bool IsShown => Buffer is { State: not BufferState.Lent } && Parameter.IsWritable;
}
