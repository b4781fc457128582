using System.Collections.Concurrent;
using System.Reflection.Emit;
using System.Runtime.CompilerServices;

namespace ActorFfi;

/// <summary>Emits calls without a transition of the garbage collector, for functions that are short, never block and never call back.</summary>
/// <remarks>
/// No generator emits a call instruction with such a modifier, so that body and signature are put together by hand.
/// Source: ECMA-335, II.23.2.3, and the runtime's own element types for signatures that name types by their handles.
/// </remarks>
internal static class LeafCallEmitter
{
    private const byte UnmanagedConvention = 0x09;
    private const byte ModifierByHandle = 0x22;
    private const byte TypeByHandle = 0x21;
    private const byte LoadArgument0 = 0x02;
    private const byte LoadArgumentShort = 0x0E;
    private const byte LoadArgument = 0x09;
    private const byte CallIndirect = 0x29;
    private const byte Return = 0x2A;

    private static readonly ConcurrentDictionary<string, DynamicMethod> _calls = new(StringComparer.Ordinal);

    /// <summary>A method that takes the arguments and, last, the address of the function.</summary>
    public static DynamicMethod CallFor(Type result, Type[] arguments) => _calls.GetOrAdd(
        $"{result.Name}({string.Join(',', arguments.Select(type => type.Name))})",
        static (_, of) => Emit(of.result, of.arguments),
        (result, arguments));

    private static DynamicMethod Emit(Type result, Type[] arguments)
    {
        var method = new DynamicMethod("NativeLeafCall", result, [.. arguments, typeof(nint)], typeof(LeafCallEmitter).Module, skipVisibility: true);
        DynamicILInfo info = method.GetDynamicILInfo();
        List<byte> code = [];
        for (int i = 0; i <= arguments.Length; i++)
        {
            AppendLoad(code, i);
        }

        code.Add(CallIndirect);
        code.AddRange(BitConverter.GetBytes(info.GetTokenFor(Signature(result, arguments))));
        code.Add(Return);
        info.SetCode([.. code], arguments.Length + 2);
        info.SetLocalSignature(SignatureHelper.GetLocalVarSigHelper().GetSignature());
        return method;
    }

    private static void AppendLoad(List<byte> code, int index)
    {
        switch (index)
        {
            case < 4:
                code.Add((byte)(LoadArgument0 + index));
                break;
            case <= byte.MaxValue:
                code.AddRange([LoadArgumentShort, (byte)index]);
                break;
            default:
                code.AddRange([0xFE, LoadArgument, (byte)index, (byte)(index >> 8)]);
                break;
        }
    }

    private static byte[] Signature(Type result, Type[] arguments)
    {
        List<byte> signature = [UnmanagedConvention];
        signature.AddRange(arguments.Length < 0x80 ? [(byte)arguments.Length] : [(byte)(0x80 | (arguments.Length >> 8)), (byte)arguments.Length]);
        signature.AddRange([ModifierByHandle, 0, .. BitConverter.GetBytes(typeof(CallConvSuppressGCTransition).TypeHandle.Value)]);
        AppendType(signature, result);
        foreach (Type argument in arguments)
        {
            AppendType(signature, argument);
        }

        return [.. signature];
    }

    // ECMA-335, II.23.1.16.
    private static void AppendType(List<byte> signature, Type type)
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
