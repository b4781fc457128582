using System.Text;

namespace ActorFfi;

/// <summary>A signature with all that decides how it is called.</summary>
internal sealed class CallShape
{
    public CallShape(NativeSignature signature, bool capturesErrno, bool isLeaf)
    {
        Signature = signature;
        CapturesErrno = capturesErrno;
        IsLeaf = isLeaf;
        Layout = new FrameLayout(signature);
        bool isSimple = !signature.IsVariadic && IsSimple(signature.Result) && signature.Parameters.All(parameter => IsSimple(parameter.Type));
        Machine = isSimple ? null : new MachineCall(signature, Layout);
        Key = KeyOf();
    }

    public NativeSignature Signature { get; }

    public bool CapturesErrno { get; }

    public bool IsLeaf { get; }

    /// <summary>Where arguments and result lie in the frame.</summary>
    public FrameLayout Layout { get; }

    /// <summary>Where arguments travel; null where each is one number or address, which the runtime knows to place.</summary>
    public MachineCall? Machine { get; }

    /// <summary>Whether a call instruction of the runtime makes the call.</summary>
    public bool IsPlain => Machine is null or { IsPlain: true };

    /// <summary>What tells shapes apart.</summary>
    public string Key { get; }

    private static bool IsSimple(NativeType type) => !type.IsRecord && type.Kind != NativeTypeKind.LongDouble;

    private string KeyOf()
    {
        StringBuilder key = new(CapturesErrno ? "e" : "");
        key.Append(IsLeaf ? "l" : "").Append(Signature.IsVariadic ? "v" : "");
        Append(key, Signature.Result);
        foreach (NativeParameter parameter in Signature.Parameters)
        {
            Append(key, parameter.Type);
        }

        return key.ToString();
    }

    private static void Append(StringBuilder key, NativeType type)
    {
        key.Append((char)('A' + (int)type.Kind));
        if (type.IsRecord)
        {
            ValueClasses classes = ValueClasses.Of(type);
            key.Append(System.Globalization.CultureInfo.InvariantCulture, $"{type.Size}:{type.Alignment}:{(int)classes.Low}{(int)classes.High};");
        }
    }
}
