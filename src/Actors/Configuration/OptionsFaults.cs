using System.Runtime.ExceptionServices;
using Microsoft.Extensions.Configuration;

namespace ActorFfi;

/// <summary>Collects what is wrong with the settings, so that it is reported at once.</summary>
internal sealed class OptionsFaults
{
    private readonly List<OptionsFault> _faults = [];
    private readonly List<Exception> _causes = [];

    /// <summary>Notes a fault, unless it is only the consequence of one that was noted for the same setting, one inside it, or what holds it.</summary>
    public void Add(string path, string message, Exception? cause = null)
    {
        if (_faults.Any(known => IsWithin(known.Path, path) || IsWithin(path, known.Path)))
        {
            return;
        }

        _faults.Add(new OptionsFault(path, message));
        if (cause is not null)
        {
            _causes.Add(cause);
        }
    }

    /// <summary>Throws what was noted: a single wrong declaration as it is, anything else as an <see cref="OptionsException"/>.</summary>
    public void ThrowIfAny()
    {
        if (_faults.Count == 0)
        {
            return;
        }

        if (_faults.Count == 1 && _causes is [DeclarationException declaration])
        {
            ExceptionDispatchInfo.Throw(declaration);
        }

        throw new OptionsException([.. _faults], _causes.FirstOrDefault());
    }

    private static bool IsWithin(string path, string container) =>
        path.StartsWith(container, StringComparison.OrdinalIgnoreCase)
        && (path.Length == container.Length || path[container.Length..].StartsWith(ConfigurationPath.KeyDelimiter, StringComparison.Ordinal));
}
