using System.ComponentModel.DataAnnotations;
using System.Reflection;

namespace ActorFfi;

/// <summary>Holds the values of options against what their class allows, wherever they came from.</summary>
internal static class OptionsValidation
{
    // '/' parts the names in HTTP paths, parentheses mark what the runtime resolves for itself.
    private const string NotInNames = "/()";

    /// <summary>Notes each setting that is out of range.</summary>
    public static void Check(object options, string path, OptionsFaults faults)
    {
        foreach (PropertyInfo setting in OptionsModel.SettingsOf(options.GetType()).Values)
        {
            if (setting.GetValue(options) is { } value && !IsAllowed(setting, value))
            {
                faults.Add($"{path}:{setting.Name}", $"'{value}' is not allowed. Give {OptionsModel.AllowedIn(setting)}.");
            }
        }
    }

    /// <summary>Notes a name that callers could not use.</summary>
    public static void CheckName(string name, string path, OptionsFaults faults)
    {
        if (name.Length == 0 || name.Any(c => char.IsControl(c) || char.IsWhiteSpace(c) || NotInNames.Contains(c)))
        {
            faults.Add(path, $"'{name}' is no name. Give one that is not empty and has no spaces, control characters, '/' or parentheses.");
        }
    }

    private static bool IsAllowed(PropertyInfo setting, object value) => value switch
    {
        Enum name => Enum.IsDefined(name.GetType(), name),
        WorkerRange workers => workers.IsAllowed,
        string text => !string.IsNullOrWhiteSpace(text),
        _ => setting.GetCustomAttribute<RangeAttribute>()?.IsValid(value) ?? true,
    };
}
