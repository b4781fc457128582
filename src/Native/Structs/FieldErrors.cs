using System.Globalization;

namespace ActorFfi;

/// <summary>Words the errors of values that a member does not take.</summary>
internal static class FieldErrors
{
    public static ArgumentException Wrong(NativeType root, FieldPath field, in NativeArgument value) => new(string.Create(
        CultureInfo.InvariantCulture,
        $"Member '{field.Path}' of '{root}' is declared as '{field.Type}'{(field.BitWidth > 0 ? $" of {field.BitWidth} bits" : "")} and does not take {ArgumentDescription.Of(value)}. Give {Accepted(field)}."));

    private static string Accepted(FieldPath field) => field.Type.Kind switch
    {
        NativeTypeKind.Bool => "a bool",
        NativeTypeKind.F32 or NativeTypeKind.F64 or NativeTypeKind.LongDouble => "a floating-point number in its range",
        NativeTypeKind.Struct or NativeTypeKind.Union => $"a '{field.Type}'",
        NativeTypeKind.Array => "each element by its index",
        _ when field.Type.IsPointer => "a pointer of native code or NativeArgument.Null; a buffer's address would outlive the call that owns it",
        _ => $"an integer between {Least(field)} and {Most(field)}",
    };

    private static Int128 Least(FieldPath field) =>
        field.BitWidth == 0 ? field.Plan.Minimum : field.Plan.Minimum < 0 ? -(Int128.One << (field.BitWidth - 1)) : 0;

    private static Int128 Most(FieldPath field) =>
        field.BitWidth == 0 ? field.Plan.Maximum : (Int128.One << (field.BitWidth - (field.Plan.Minimum < 0 ? 1 : 0))) - 1;
}
