namespace ActorFfi;

/// <summary>What one registration declares; the runtime of a host gets all of them, in order.</summary>
internal sealed record FfiDeclarations(Action<FfiRuntimeBuilder> Configure)
{
    /// <summary>Validates everything that was registered.</summary>
    /// <exception cref="OptionsException">Something is missing or wrong.</exception>
    public static RuntimeDefinition Resolve(IEnumerable<FfiDeclarations> registered)
    {
        FfiRuntimeBuilder builder = new();
        foreach (FfiDeclarations declarations in registered)
        {
            declarations.Configure(builder);
        }

        return builder.Build();
    }
}
