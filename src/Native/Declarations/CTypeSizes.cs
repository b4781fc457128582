using System.Numerics;

namespace ActorFfi;

/// <summary>What <c>sizeof</c> yields.</summary>
internal static class CTypeSizes
{
    /// <summary>The size in bytes; null where the type has none, or none that is known, or one beyond 2^62.</summary>
    public static long? SizeOf(CType type, CDataModel model)
    {
        BigInteger? size = type switch
        {
            CScalar { IsVoid: false } scalar => NativeKinds.SizeOf(scalar.Kind),
            CPointer => model.PointerSize,
            CArray { Bound: [{ Constant: { } count }] } array => count.Value * SizeOf(array.Element, model),
            _ => null,
        };
        return size <= 1L << 62 ? (long?)size : null;
    }
}
