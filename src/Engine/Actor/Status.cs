namespace Akka.Actor;

/// <summary>A reply that says whether what was asked for succeeded.</summary>
internal abstract class Status
{
    public sealed class Success(object? status) : Status
    {
        public readonly object? Status = status;

        public override string ToString() => Status is null ? "Success" : $"Success: {Status}";
    }

    /// <summary>A failure as a message. An ask that gets it fails with its cause.</summary>
    public sealed class Failure(Exception cause) : Status
    {
        public readonly Exception Cause = cause;

        public override string ToString() => $"Failure: {Cause}";
    }
}
