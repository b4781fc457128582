using System.Globalization;

namespace ActorFfi;

/// <summary>Makes the exceptions of wrong arguments from outside the process; each names the parameter.</summary>
internal static class ArgumentFault
{
    /// <summary>The exception for one argument.</summary>
    /// <param name="target">What is called.</param>
    /// <param name="parameter">The parameter.</param>
    /// <param name="fault">What is wrong: the rest of a sentence that begins with the argument, and what to do.</param>
    public static ArgumentException Of(CallTarget target, NativeParameter parameter, string fault) =>
        new($"Argument '{parameter.Name}' of call '{target.Symbol.Name}' of library '{target.Library.Name}' {fault}", parameter.Name);

    /// <summary>The exception for an argument of the wrong kind.</summary>
    public static ArgumentException OfKind(CallTarget target, NativeParameter parameter, string given) =>
        Of(target, parameter, $"is declared as '{parameter.Type}' and does not take {given}. Pass {Accepted(parameter)}.");

    /// <summary>The exception for too few or too many arguments.</summary>
    public static ArgumentException OfCount(CallTarget target, int given)
    {
        int count = target.Parameters.Length;
        string takes = count switch { 0 => "no arguments", 1 => "1 argument", _ => string.Create(CultureInfo.InvariantCulture, $"{count} arguments") };
        return new(string.Create(
            CultureInfo.InvariantCulture,
            $"Call '{target.Symbol.Name}' of library '{target.Library.Name}' takes {takes} but was given {given}. Its signature is: {SignatureText.Of(target.Symbol.Declaration)}"));
    }

    /// <summary>The message without the note that the class of the exception adds to it.</summary>
    public static string MessageOf(ArgumentException fault)
    {
        string note = $" (Parameter '{fault.ParamName}')";
        return fault.Message.EndsWith(note, StringComparison.Ordinal) ? fault.Message[..^note.Length] : fault.Message;
    }

    private static string Accepted(NativeParameter parameter) => parameter.Type switch
    {
        { Kind: NativeTypeKind.CString } => "text or null",
        { Kind: NativeTypeKind.Bool } => "true or false",
        { IsInteger: true } => "a whole number",
        { IsPointer: true } when parameter.Extent is not null => "a buffer or null",
        { Element: { IsPointer: false } element } => $"a pointer to a value ({ScalarKinds.NameOf(element.Kind)}) or null",
        { IsPointer: true } => "null",
        _ => "a number",
    };
}
