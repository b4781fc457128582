using System.Globalization;

namespace ActorFfi.Tests.Generated;

/// <summary>The seed of generated tests: random, or the environment variable ACTORFFI_SEED to repeat a run.</summary>
internal static class GeneratedSeed
{
    public const string Variable = "ACTORFFI_SEED";

    public static int Value { get; } = Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } text
        ? int.Parse(text, CultureInfo.InvariantCulture)
        : Random.Shared.Next();

    /// <summary>How to repeat this run; part of every message.</summary>
    public static string Hint { get; } = string.Create(CultureInfo.InvariantCulture, $"Repeat with {Variable}={Value}.");

    /// <summary>A source of chance from the seed, which is printed.</summary>
    public static Random Begin()
    {
        Console.WriteLine($"Generated with {Variable}={Value}.");
        return new Random(Value);
    }
}
