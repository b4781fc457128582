using System.Runtime.CompilerServices;

namespace ActorFfi;

/// <summary>Puts the signature of an unmanaged call together.</summary>
/// <remarks>
/// Source: ECMA-335, II.23.2.3, and the runtime's own element types for signatures that name types by their handles. By hand, because no
/// generator of the runtime makes a signature with the modifier of calls without a transition of the garbage collector.
/// </remarks>
internal static class CallSignature
{
    private const byte CConvention = 0x01;
    private const byte ConventionByModifiers = 0x09;
    private const byte ModifierByHandle = 0x22;
    private const byte TypeByHandle = 0x21;

    public static byte[] Of(Type result, IReadOnlyList<Type> arguments, bool suppressesTransition)
    {
        List<byte> signature = [suppressesTransition ? ConventionByModifiers : CConvention];
        signature.AddRange(arguments.Count < 0x80 ? [(byte)arguments.Count] : [(byte)(0x80 | (arguments.Count >> 8)), (byte)arguments.Count]);
        if (suppressesTransition)
        {
            signature.AddRange([ModifierByHandle, 0, .. BitConverter.GetBytes(typeof(CallConvSuppressGCTransition).TypeHandle.Value)]);
        }

        Append(signature, result);
        foreach (Type argument in arguments)
        {
            Append(signature, argument);
        }

        return [.. signature];
    }

    // ECMA-335, II.23.1.16.
    private static void Append(List<byte> signature, Type type)
    {
        byte element = Type.GetTypeCode(type) switch
        {
            _ when type == typeof(void) => 0x01,
            _ when type == typeof(nint) => 0x18,
            TypeCode.SByte => 0x04,
            TypeCode.Byte => 0x05,
            TypeCode.Int16 => 0x06,
            TypeCode.UInt16 => 0x07,
            TypeCode.Int32 => 0x08,
            TypeCode.UInt32 => 0x09,
            TypeCode.Int64 => 0x0A,
            TypeCode.UInt64 => 0x0B,
            TypeCode.Single => 0x0C,
            TypeCode.Double => 0x0D,
            _ => TypeByHandle,
        };
        signature.Add(element);
        if (element == TypeByHandle)
        {
            signature.AddRange(BitConverter.GetBytes(type.TypeHandle.Value));
        }
    }
}
