using System.Linq.Expressions;
using System.Reflection;

namespace Akka.Actor;

/// <summary>The recipe of an actor: what its parent makes each incarnation from. The arguments are evaluated once.</summary>
internal sealed class Props
{
    private readonly Func<object?[], object?> _producer;
    private readonly object?[] _arguments;

    private Props(Type type, object?[] arguments, Func<object?[], object?> producer, SupervisorStrategy? supervisorStrategy)
    {
        Type = type;
        _arguments = arguments;
        _producer = producer;
        SupervisorStrategy = supervisorStrategy;
    }

    public Type Type { get; }

    /// <summary>Replaces the actor's own strategy for its children, when set.</summary>
    public SupervisorStrategy? SupervisorStrategy { get; }

    public static Props Create<TActor>(params object?[] args) where TActor : ActorBase =>
        new(typeof(TActor), args, Activate<TActor>, null);

    public static Props Create<TActor>(Expression<Func<TActor>> factory, SupervisorStrategy? supervisorStrategy = null) where TActor : ActorBase
    {
        if (factory.Body is not NewExpression { Constructor: { } constructor } creation)
        {
            throw new ArgumentException("The create function must be a 'new T (args)' expression", nameof(factory));
        }

        object?[] arguments = [.. creation.Arguments.Select(Evaluate)];
        return new Props(typeof(TActor), arguments, args => constructor.Invoke(BindingFlags.DoNotWrapExceptions, null, args, null), supervisorStrategy);
    }

    public Props WithSupervisorStrategy(SupervisorStrategy supervisorStrategy) => new(Type, _arguments, _producer, supervisorStrategy);

    internal ActorBase NewActor() =>
        (ActorBase?)_producer(_arguments) ?? throw new ActorInitializationException($"The recipe of actor type {Type} made no actor.");

    private static object? Activate<TActor>(object?[] arguments) => Activator.CreateInstance(
        typeof(TActor), BindingFlags.Instance | BindingFlags.Public | BindingFlags.CreateInstance | BindingFlags.DoNotWrapExceptions, null, arguments, null);

    private static object? Evaluate(Expression argument) =>
        Expression.Lambda<Func<object?>>(Expression.Convert(argument, typeof(object))).Compile(preferInterpretation: true)();
}
