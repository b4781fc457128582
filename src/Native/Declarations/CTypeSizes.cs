using System.Numerics;

namespace ActorFfi;

/// <summary>What <c>sizeof</c> and <c>_Alignof</c> yield.</summary>
internal static class CTypeSizes
{
    /// <summary>The size in bytes; null where the type has none, or none that is known, or one beyond 2^62.</summary>
    public static long? SizeOf(CType type, TypeScope scope)
    {
        BigInteger? size = type switch
        {
            CScalar { IsVoid: false } scalar => NativeKinds.SizeOf(scalar.Kind),
            CPointer => scope.Model.PointerSize,
            CRecord record => scope.FindBody(record.Tag)?.Size,
            CArray array when array.Bound is { Constant: { } count } => count.Value * SizeOf(array.Element, scope),
            _ => null,
        };
        return size <= 1L << 62 ? (long?)size : null;
    }

    /// <summary>The alignment in bytes; 1 where the type has none that is known.</summary>
    public static int AlignOf(CType type, TypeScope scope) => type switch
    {
        { OwnAlignment: > 0 } => type.OwnAlignment,
        CScalar { IsVoid: false } scalar => NativeKinds.SizeOf(scalar.Kind),
        CPointer => scope.Model.PointerSize,
        CRecord record => scope.FindBody(record.Tag)?.Alignment ?? 1,
        CArray array => AlignOf(array.Element, scope),
        _ => 1,
    };
}
