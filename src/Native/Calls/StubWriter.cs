using System.Reflection;
using System.Reflection.Emit;
using System.Runtime.CompilerServices;

namespace ActorFfi;

/// <summary>Writes the body of a dynamic method, with call instructions whose signature no generator of the runtime makes.</summary>
internal sealed class StubWriter
{
    private readonly DynamicMethod _method;
    private readonly DynamicILInfo _info;
    private readonly SignatureHelper _localTypes = SignatureHelper.GetLocalVarSigHelper();
    private readonly List<byte> _code = [];
    private readonly List<int> _labels = [];
    private readonly List<(int At, int Label)> _branches = [];
    private int _locals;

    public StubWriter(DynamicMethod method)
    {
        _method = method;
        _info = method.GetDynamicILInfo();
    }

    public void Emit(OpCode code)
    {
        if (code.Size == 2)
        {
            _code.Add((byte)(code.Value >> 8));
        }

        _code.Add((byte)code.Value);
    }

    public void Emit(OpCode code, int value)
    {
        Emit(code);
        _code.AddRange(BitConverter.GetBytes(value));
    }

    public void Emit(OpCode code, Type type) => Emit(code, _info.GetTokenFor(type.TypeHandle));

    public void Emit(OpCode code, FieldInfo field) => Emit(code, _info.GetTokenFor(field.FieldHandle));

    public void Emit(OpCode code, MethodInfo method) => Emit(code, _info.GetTokenFor(method.MethodHandle));

    /// <summary>Emits a four-byte branch.</summary>
    public void EmitBranch(OpCode code, int label)
    {
        Emit(code, 0);
        _branches.Add((_code.Count, label));
    }

    /// <summary>Emits a call of the address on the stack.</summary>
    public void EmitCall(Type result, IReadOnlyList<Type> arguments, bool suppressesTransition)
    {
        int? modifier = suppressesTransition ? _info.GetTokenFor(typeof(CallConvSuppressGCTransition).TypeHandle) : null;
        Emit(OpCodes.Calli, _info.GetTokenFor(CallSignature.Of(result, arguments, modifier)));
    }

    public int DefineLabel()
    {
        _labels.Add(-1);
        return _labels.Count - 1;
    }

    public void MarkLabel(int label) => _labels[label] = _code.Count;

    /// <summary>Declares a local variable and gives its index.</summary>
    public int DeclareLocal(Type type)
    {
        _localTypes.AddArgument(type);
        return _locals++;
    }

    public void EmitLocal(OpCode code, int local)
    {
        Emit(code);
        _code.AddRange(BitConverter.GetBytes((ushort)local));
    }

    /// <summary>Ends the body.</summary>
    /// <param name="mostStack">How many values are on the evaluation stack at once, at most.</param>
    public DynamicMethod Finish(int mostStack)
    {
        byte[] code = [.. _code];
        foreach ((int at, int label) in _branches)
        {
            BitConverter.TryWriteBytes(code.AsSpan(at - sizeof(int)), _labels[label] - at);
        }

        _info.SetCode(code, mostStack);
        _info.SetLocalSignature(_localTypes.GetSignature());
        return _method;
    }
}
