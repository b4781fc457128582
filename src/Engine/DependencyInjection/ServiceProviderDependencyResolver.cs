using Microsoft.Extensions.DependencyInjection;

namespace Akka.DependencyInjection;

/// <summary>A resolver over a service provider.</summary>
internal sealed class ServiceProviderDependencyResolver(IServiceProvider services) : IDependencyResolver
{
    public T? GetService<T>() => services.GetService<T>();

    public object? GetService(Type type) => services.GetService(type);
}
