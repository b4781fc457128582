namespace ActorFfi;

/// <summary>Checks functions and callbacks that are passed to a call.</summary>
internal static class FunctionArgument
{
    /// <summary>The address of a foreign function.</summary>
    /// <exception cref="ArgumentException">Its signature is not the one that the parameter declares.</exception>
    public static nint Bind(CallPlan plan, in ParameterPlan parameter, ForeignFunction function)
    {
        DemandSignature(plan, parameter, function.Signature, function);
        return function.DemandAddress();
    }

    /// <summary>Refuses a function of another signature than the parameter declares; a bare pointer takes any.</summary>
    public static void DemandSignature(CallPlan plan, in ParameterPlan parameter, NativeSignature given, in NativeArgument argument)
    {
        if (parameter.Kind == NativeTypeKind.CString)
        {
            PointerErrors.Throw(plan, parameter, argument);
        }

        if (parameter.Parameter.Type.Signature is { } declared && !SignatureMatch.AreSame(declared, given))
        {
            ArgumentErrors.Throw(plan, parameter, $"is declared as '{parameter.Parameter.Type}', but {ArgumentDescription.Of(argument)} has another signature: {SignatureMatch.Describe(given)}. Pass one of the declared signature.");
        }
    }
}
