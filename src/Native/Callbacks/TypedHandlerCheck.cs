using System.Globalization;
using System.Reflection;

namespace ActorFfi;

/// <summary>Refuses typed delegates that do not fit a signature.</summary>
internal static class TypedHandlerCheck
{
    /// <exception cref="ArgumentException">The number of parameters, a type or the result is another one.</exception>
    public static void Run(string name, NativeSignature signature, MethodInfo invoke)
    {
        ParameterInfo[] parameters = invoke.GetParameters();
        if (parameters.Length != signature.Parameters.Length)
        {
            throw new ArgumentException(string.Create(CultureInfo.InvariantCulture, $"Callback '{name}' is declared with {signature.Parameters.Length} parameters, but its handler has {parameters.Length}. Give a handler with as many."));
        }

        for (int i = 0; i < parameters.Length; i++)
        {
            NativeParameter declared = signature.Parameters[i];
            Demand(name, $"Parameter '{declared.Name}'", declared.Type, parameters[i].ParameterType, isResult: false);
        }

        Demand(name, "The result", signature.Result, invoke.ReturnType, isResult: true);
    }

    private static void Demand(string name, string what, NativeType declared, Type given, bool isResult)
    {
        Type[] allowed = AllowedFor(declared.Kind, isResult);
        if (!allowed.Contains(given.IsEnum ? given.GetEnumUnderlyingType() : given))
        {
            throw new ArgumentException($"{what} of callback '{name}' is declared as '{declared}', but its handler has '{given}' there. {Advice(allowed)}");
        }
    }

    private static string Advice(Type[] allowed) => allowed.Length == 0
        ? "Give a handler over NativeValues."
        : $"Give it {string.Join(" or ", allowed.Select(type => type.Name))}.";

    private static Type[] AllowedFor(NativeTypeKind kind, bool isResult) => kind switch
    {
        NativeTypeKind.Void => [typeof(void)],
        NativeTypeKind.Bool => [typeof(bool)],
        NativeTypeKind.U8 => [typeof(byte)],
        NativeTypeKind.I8 => [typeof(sbyte)],
        NativeTypeKind.U16 => [typeof(ushort)],
        NativeTypeKind.I16 => [typeof(short)],
        NativeTypeKind.U32 => [typeof(uint)],
        NativeTypeKind.I32 => [typeof(int)],
        NativeTypeKind.U64 => [typeof(ulong), typeof(nuint)],
        NativeTypeKind.I64 => [typeof(long), typeof(nint)],
        NativeTypeKind.F32 => [typeof(float)],
        NativeTypeKind.F64 or NativeTypeKind.LongDouble => [typeof(double)],
        NativeTypeKind.Pointer => [typeof(ForeignPointer)],
        NativeTypeKind.CString when !isResult => [typeof(string)],
        NativeTypeKind.Struct or NativeTypeKind.Union => [typeof(NativeStruct)],
        NativeTypeKind.Function => [typeof(ForeignFunction)],
        _ => [],
    };
}
