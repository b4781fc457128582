namespace Akka.DependencyInjection;

/// <summary>What actors are given the host's services by.</summary>
internal interface IDependencyResolver
{
    T? GetService<T>();

    object? GetService(Type type);
}
