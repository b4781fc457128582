namespace ActorFfi;

/// <summary>What the process answers its caller.</summary>
internal static class ExitCodes
{
    public const int Success = 0;

    /// <summary>The call was made or tried, and failed; or the service could not start or go on; or a check found a fault.</summary>
    public const int Failure = 1;

    /// <summary>The command, its arguments, a declaration or the configuration is wrong; nothing was started or called.</summary>
    public const int Usage = 2;

    /// <summary>The running service that the command is about cannot be reached.</summary>
    public const int Unreachable = 3;
}
