using Akka.Actor;
using Akka.TestKit.Xunit2;

namespace ActorFfi.Actors.Tests.Engine;

/// <summary>What an actor keeps and loses when its supervisor restarts it.</summary>
public sealed class RestartTests : TestKit
{
    [Fact]
    public void Restart_AfterAFailure_KeepsTheMailboxAndDropsTheFailingMessage()
    {
        IActorRef actor = Sys.ActorOf(Props.Create(() => new Fragile(TestActor)));

        actor.Tell("before");
        actor.Tell(new Fault("boom"));
        actor.Tell("after 1");
        actor.Tell("after 2");

        ExpectMsg("PreStart");
        ExpectMsg("before");
        ExpectMsg("PreRestart boom at Fault { Reason = boom }");
        ExpectMsg("PostStop");
        ExpectMsg("PostRestart boom");
        ExpectMsg("PreStart");
        ExpectMsg("after 1");
        ExpectMsg("after 2");
    }
}
