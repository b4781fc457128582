using Akka.Actor;
using Akka.Actor.Internal;

namespace Akka.TestKit.Xunit2;

/// <summary>
/// The base of tests with actors: a system of its own for each test, terminated after it. The test actor is the sender of whatever the test's
/// thread tells without naming one; after an await, name it.
/// </summary>
public class TestKit : TestKitBase, IDisposable
{
    /// <summary>Creates the test's system.</summary>
    public TestKit() : base(ActorSystem.Create("test"), null)
    {
        ActorCell.Current = ((LocalActorRef)TestActor).Cell;
    }

    /// <summary>Terminates the test's system.</summary>
    public void Dispose()
    {
        Dispose(true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Fails when an actor does not stop within five seconds.</summary>
    protected virtual void Dispose(bool disposing)
    {
        ActorCell.Current = null;
        if (!Sys.Terminate().Wait(TimeSpan.FromSeconds(5)))
        {
            throw new TimeoutException($"Failed to stop [{Sys.Name}] within five seconds: an actor does not end its turn.");
        }
    }
}
