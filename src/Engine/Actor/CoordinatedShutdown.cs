using System.Runtime.CompilerServices;

namespace Akka.Actor;

/// <summary>What is done before a host's actor system terminates. Threads: anyone.</summary>
internal sealed class CoordinatedShutdown
{
    /// <summary>The phase in which services stop, after requests to them are done. The only one here.</summary>
    public const string PhaseServiceStop = "service-stop";

    private static readonly ConditionalWeakTable<ActorSystem, CoordinatedShutdown> _ofSystems = [];

    private readonly Lock _gate = new();
    private readonly List<Func<Task<Done>>> _tasks = []; // Guarded by _gate.

    public static CoordinatedShutdown Get(ActorSystem sys) => _ofSystems.GetValue(sys, static _ => new CoordinatedShutdown());

    /// <summary>Adds a task; those of one phase run at the same time.</summary>
    public void AddTask(string phase, string taskName, Func<Task<Done>> task)
    {
        if (phase != PhaseServiceStop)
        {
            throw new ArgumentException($"Unknown phase [{phase}], known phases [{PhaseServiceStop}]. Task [{taskName}] was not added.", nameof(phase));
        }

        lock (_gate)
        {
            _tasks.Add(task);
        }
    }

    /// <summary>Runs the tasks, and then forgets them. A task that fails fails the whole, after the others have ended.</summary>
    internal Task RunTasksAsync()
    {
        Func<Task<Done>>[] tasks;
        lock (_gate)
        {
            tasks = [.. _tasks];
            _tasks.Clear();
        }

        return Task.WhenAll(tasks.Select(task => task()));
    }
}
