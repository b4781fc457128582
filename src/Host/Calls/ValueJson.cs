using System.Text.Json;

namespace ActorFfi;

/// <summary>Writes results and scalars as JSON: integers exactly, NaN and infinities as strings, pointers as ids.</summary>
internal static class ValueJson
{
    public static void Write(Utf8JsonWriter writer, in NativeValue value)
    {
        switch (value.Kind)
        {
            case NativeTypeKind.Void:
                writer.WriteNullValue();
                break;
            case NativeTypeKind.Pointer:
                writer.WriteStringValue(value.IsNull ? null : PointerIds.Next());
                break;
            case NativeTypeKind.CString:
                writer.WriteStringValue(value.ToText());
                break;
            default:
                Write(writer, ScalarValue.Of(value));
                break;
        }
    }

    public static void Write(Utf8JsonWriter writer, ScalarValue value)
    {
        switch (value.Kind)
        {
            case NativeTypeKind.Bool:
                writer.WriteBooleanValue(value.Bits != 0);
                break;
            case NativeTypeKind.U64:
                writer.WriteNumberValue(unchecked((ulong)value.Bits));
                break;
            case NativeTypeKind.F32 when float.IsFinite(value.AsSingle()):
                writer.WriteNumberValue(value.AsSingle());
                break;
            case NativeTypeKind.F64 when double.IsFinite(value.AsDouble()):
                writer.WriteNumberValue(value.AsDouble());
                break;
            case NativeTypeKind.F32 or NativeTypeKind.F64:
                writer.WriteStringValue(value.ToString());
                break;
            default:
                writer.WriteNumberValue(value.Bits);
                break;
        }
    }
}
