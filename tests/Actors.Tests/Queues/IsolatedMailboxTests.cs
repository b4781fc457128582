namespace ActorFfi.Actors.Tests.Queues;

public sealed class IsolatedMailboxTests() : MailboxContract(IsolationMode.Process);
