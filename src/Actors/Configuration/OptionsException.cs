namespace ActorFfi;

/// <summary>Settings are missing, unknown or wrong; nothing was started.</summary>
public sealed class OptionsException : ActorFfiException
{
    internal OptionsException(string path, string message, Exception? innerException = null)
        : this([new OptionsFault(path, message)], innerException)
    {
    }

    internal OptionsException(IReadOnlyList<OptionsFault> faults, Exception? innerException = null)
        : base(Describe(faults), innerException)
    {
        Faults = faults;
    }

    /// <summary>Where the setting stands, such as <c>ActorFfi:Libraries:zlib:Workers</c>; of several, the first.</summary>
    public string Path => Faults[0].Path;

    /// <summary>Everything that was found wrong; at least one.</summary>
    public IReadOnlyList<OptionsFault> Faults { get; }

    private static string Describe(IReadOnlyList<OptionsFault> faults) => faults is [OptionsFault only]
        ? only.ToString()
        : $"{faults.Count} settings are wrong:{string.Concat(faults.Select(fault => $"{Environment.NewLine}  {fault}"))}";
}
