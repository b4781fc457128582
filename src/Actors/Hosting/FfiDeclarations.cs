using Microsoft.Extensions.Logging;

namespace ActorFfi;

/// <summary>What one registration declares; the runtime of a host gets all of them, in order.</summary>
internal sealed record FfiDeclarations(Action<FfiRuntimeBuilder> Configure)
{
    /// <summary>Validates everything that was registered, and creates the runtime of it.</summary>
    /// <exception cref="OptionsException">Something is missing or wrong.</exception>
    public static FfiRuntime CreateRuntime(IEnumerable<FfiDeclarations> registered, ILoggerFactory? hostLogging)
    {
        FfiRuntimeBuilder builder = new();
        foreach (FfiDeclarations declarations in registered)
        {
            declarations.Configure(builder);
        }

        FfiRuntime runtime = new(builder.Build());
        runtime.LogTo(builder.Logging ?? hostLogging);
        return runtime;
    }
}
