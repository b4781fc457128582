using Akka.Actor;

namespace ActorFfi;

/// <summary>What a guest's actor fails with when the guest has died or could not be started, for the library's actor to decide about.</summary>
internal sealed class GuestFailureException : ActorFfiException
{
    public GuestFailureException(IActorRef actor, string library, Guest guest, GuestExit exit)
        : base($"Guest {exit.Pid} of library '{library}' {exit}.")
    {
        Actor = actor;
        Kind = guest.KindOfDeath;
        Directive = guest.DirectiveAtDeath;
        HasStarted = true;
    }

    public GuestFailureException(IActorRef actor, Exception reason)
        : base(reason.Message, reason)
    {
        Actor = actor;
        Kind = reason is GuestStartException { Exit: not null } or GuestStartException { IsForWantOfResources: true } or LibraryStartException { InnerException: GuestCrashedException } or OutOfMemoryException
            ? FailureKind.Crash
            : FailureKind.LoadError;
        Directive = FailureDirective.RestartWorker;
    }

    /// <summary>The guest's actor.</summary>
    public IActorRef Actor { get; }

    /// <summary>What kind of failure it is.</summary>
    public FailureKind Kind { get; }

    /// <summary>What is declared for it.</summary>
    public FailureDirective Directive { get; }

    /// <summary>Whether the guest had been ready.</summary>
    public bool HasStarted { get; }
}
