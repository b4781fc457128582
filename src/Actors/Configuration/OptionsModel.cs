using System.ComponentModel.DataAnnotations;
using System.Reflection;

namespace ActorFfi;

/// <summary>What the options classes say of their settings: names, types and ranges. Reader, validation, schema and tests follow it.</summary>
internal static class OptionsModel
{
    /// <summary>The settings of an options class by name; configuration ignores the case of names.</summary>
    public static IReadOnlyDictionary<string, PropertyInfo> SettingsOf(Type options) => options
        .GetProperties(BindingFlags.Public | BindingFlags.Instance)
        .ToDictionary(property => property.Name, StringComparer.OrdinalIgnoreCase);

    /// <summary>The type of a setting without its nullability.</summary>
    public static Type TypeOf(PropertyInfo setting) => Nullable.GetUnderlyingType(setting.PropertyType) ?? setting.PropertyType;

    /// <summary>What is allowed, in words; null where every value of the type is.</summary>
    public static string? RangeOf(PropertyInfo setting) => setting.GetCustomAttribute<RangeAttribute>() switch
    {
        null when TypeOf(setting) == typeof(WorkerRange) => WorkerRange.Allowed,
        null => null,
        { OperandType: Type type } range when type == typeof(int) && range.Maximum is int.MaxValue => $"a whole number of at least {range.Minimum}",
        { OperandType: Type type } range when type == typeof(long) => $"a whole number of at least {range.Minimum}",
        { OperandType: Type type } range when type == typeof(int) => $"a whole number from {range.Minimum} to {range.Maximum}",
        { OperandType: Type type } range when type == typeof(double) => $"a number from {range.Minimum} to {range.Maximum}",
        { } range => $"a time from {range.Minimum} to {range.Maximum}, written hours:minutes:seconds",
    };

    /// <summary>What is allowed, in words.</summary>
    public static string AllowedIn(PropertyInfo setting) => RangeOf(setting) ?? SettingValue.Describe(TypeOf(setting));
}
