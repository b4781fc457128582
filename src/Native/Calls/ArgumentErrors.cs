using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace ActorFfi;

/// <summary>Raises the errors of wrong arguments; each names the parameter, and nothing native has run.</summary>
internal static class ArgumentErrors
{
    [DoesNotReturn]
    public static void ThrowCount(CallPlan plan, int count) =>
        throw new ArgumentException(string.Create(
            CultureInfo.InvariantCulture,
            $"Call '{plan.Declaration.Name}' of library '{plan.Library}' takes {(plan.Variadic is null ? "" : "at least ")}{Count(plan.Parameters.Length)}{(plan.Variadic is null ? "" : " and at most 64")} but was given {count}. Pass ({Signature(plan)})."));

    [DoesNotReturn]
    public static void ThrowNumber(CallPlan plan, in ParameterPlan parameter, in NativeArgument argument)
    {
        bool isInteger = ReferenceEquals(argument.Source, ArgumentTag.Signed) || ReferenceEquals(argument.Source, ArgumentTag.Unsigned);
        if (isInteger && parameter.Parameter.Type.IsInteger)
        {
            Throw(plan, parameter, string.Create(
                CultureInfo.InvariantCulture,
                $"must be between {parameter.Minimum} and {parameter.Maximum} ({parameter.Parameter.Type}) but is {ArgumentDescription.Of(argument)}."));
        }

        Throw(plan, parameter, $"is declared as '{parameter.Parameter.Type}' and does not take {ArgumentDescription.Of(argument)}. Pass {AcceptedBy(parameter)}.");
    }

    [DoesNotReturn]
    public static void ThrowResult(CallPlan plan, NativeStruct result) =>
        throw new ArgumentException(
            $"Call '{plan.Declaration.Name}' of library '{plan.Library}' returns '{plan.Declaration.Signature.Result}', which does not go into '{result}'. Pass a struct of the result's type.",
            nameof(result));

    [DoesNotReturn]
    public static void ThrowKind(CallPlan plan, in ParameterPlan parameter, in NativeArgument argument, string accepted) =>
        Throw(plan, parameter, $"is declared as '{parameter.Parameter.Type}' and does not take {ArgumentDescription.Of(argument)}. Pass {accepted}.");

    [DoesNotReturn]
    public static void Throw(CallPlan plan, in ParameterPlan parameter, string fault) =>
        throw new ArgumentException(
            $"Argument '{parameter.Parameter.Name}' of call '{plan.Declaration.Name}' of library '{plan.Library}' {fault}",
            parameter.Parameter.Name);

    private static string AcceptedBy(in ParameterPlan parameter) => parameter.Kind switch
    {
        NativeTypeKind.Bool => "a bool",
        NativeTypeKind.F32 or NativeTypeKind.F64 or NativeTypeKind.LongDouble => "a floating-point number in its range, or an integer that it holds exactly",
        _ => "an integer",
    };

    private static string Count(int count) => count switch
    {
        0 => "no arguments",
        1 => "1 argument",
        _ => string.Create(CultureInfo.InvariantCulture, $"{count} arguments"),
    };

    private static string Signature(CallPlan plan) =>
        string.Join(", ", plan.Declaration.Signature.Parameters.Select(p => $"{p.Type} {p.Name}"));
}
