namespace ActorFfi;

/// <summary>Remembers what became of the last change of the configuration file.</summary>
internal sealed class ConfigurationStatus
{
    private volatile ConfigurationView _view = new(null, null, null);

    /// <summary>What became of it.</summary>
    public ConfigurationView View
    {
        get => _view;
        set => _view = value;
    }
}
