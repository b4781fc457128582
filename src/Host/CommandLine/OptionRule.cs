using System.CommandLine;
using System.CommandLine.Parsing;

namespace ActorFfi;

/// <summary>What the value of an option must be, besides of its type.</summary>
internal static class OptionRule
{
    /// <summary>Refuses other values; one that is not of the type at all the parser refuses.</summary>
    public static void Demand<T>(this Option<T> option, Func<T, bool> isRight, string fault)
        where T : IParsable<T> =>
        option.Validators.Add(result =>
        {
            if (T.TryParse(result.Tokens.SingleOrDefault()?.Value, null, out T? value) && !isRight(value))
            {
                result.AddError(fault);
            }
        });
}
