using System.Collections.Concurrent;
using System.Collections.Immutable;

namespace ActorFfi;

/// <summary>The plans of a variadic function, one for each way to call it: what is passed beyond the parameters decides about its own types.</summary>
internal sealed class VariadicPlans(CallPlan plan)
{
    // Calls that pass ever other kinds do not fill the memory.
    private const int MostKept = 256;

    private readonly ConcurrentDictionary<string, CallPlan> _plans = new(StringComparer.Ordinal);

    /// <summary>The plan of a call with these arguments, of which there are enough.</summary>
    public CallPlan For(ReadOnlySpan<NativeArgument> arguments)
    {
        NativeSignature signature = plan.Declaration.Signature;
        if (arguments.Length == signature.Parameters.Length)
        {
            return plan;
        }

        NativeType[] extra = [.. ExtraTypes(arguments[signature.Parameters.Length..])];
        bool isKept = _plans.Count < MostKept && Array.TrueForAll(extra, type => !type.IsRecord);
        string key = string.Concat(extra.Select(type => (char)('A' + (int)type.Kind)));
        return isKept ? _plans.GetOrAdd(key, static (_, of) => of.self.Extended(of.extra), (self: this, extra)) : Extended(extra);
    }

    private CallPlan Extended(NativeType[] extra)
    {
        ImmutableArray<NativeParameter> declared = plan.Declaration.Signature.Parameters;
        NativeSignature signature = new(
            [.. declared, .. extra.Select((type, i) => new NativeParameter($"arg{declared.Length + i}", type))],
            plan.Declaration.Signature.Result)
        {
            IsVariadic = true,
        };
        try
        {
            return new CallPlan(plan.Library, plan.Declaration with { Signature = signature }) { IsIsolated = plan.IsIsolated };
        }
        catch (DeclarationException refused)
        {
            throw new ArgumentException($"These arguments cannot be passed to variadic '{plan.Declaration.Name}' of library '{plan.Library}'. {refused.Message}", refused);
        }
    }

    private static List<NativeType> ExtraTypes(ReadOnlySpan<NativeArgument> arguments)
    {
        List<NativeType> types = [];
        foreach (ref readonly NativeArgument argument in arguments)
        {
            types.Add(TypeOf(argument));
        }

        return types;
    }

    // C's promotions: integers fill a register, so that int and long are passed alike, every float is a double, and an array a pointer.
    private static NativeType TypeOf(in NativeArgument argument) => argument.Source switch
    {
        NativeStruct { Type.Kind: NativeTypeKind.Array } => Of(NativeTypeKind.Pointer, "void *"),
        NativeStruct value => ValueClasses.IsReadMisaligned(value.Type)
            ? throw new ArgumentException($"'{value.Type}' is aligned to {value.Type.Alignment} bytes and travels in registers, from where gcc's variadic functions read it as if they were aligned so. Pass a pointer to it.")
            : value.Type,
        string => Of(NativeTypeKind.CString, "const char *"),
        ArgumentTag tag when tag == ArgumentTag.Signed => Of(NativeTypeKind.I64, "int64_t"),
        ArgumentTag tag when tag == ArgumentTag.Unsigned => Of(NativeTypeKind.U64, "uint64_t"),
        ArgumentTag tag when tag == ArgumentTag.Boolean => Of(NativeTypeKind.Bool, "bool"),
        ArgumentTag tag when tag == ArgumentTag.LongDouble => Of(NativeTypeKind.LongDouble, "long double"),
        ArgumentTag tag when tag != ArgumentTag.Null => Of(NativeTypeKind.F64, "double"),
        _ => Of(NativeTypeKind.Pointer, "void *"),
    };

    private static NativeType Of(NativeTypeKind kind, string spelling) => new(kind, spelling, NativeKinds.SizeOf(kind), isConst: kind == NativeTypeKind.CString);
}
