// Safety: the frame is one of the layout that the handler was made for and lives until Run returns.
using System.Runtime.CompilerServices;

namespace ActorFfi;

/// <summary>Runs a handler over values: reads the arguments from the frame and stores the result.</summary>
internal sealed unsafe class ValueHandler
{
    private readonly string _name;
    private readonly CallbackLayout _layout;
    private readonly CallbackHandler? _handler;
    private readonly CallbackAction? _action;

    public ValueHandler(string name, CallbackLayout layout, CallbackHandler handler)
    {
        _name = name;
        _layout = layout;
        _handler = handler;
    }

    public ValueHandler(string name, CallbackLayout layout, CallbackAction action)
    {
        _name = name;
        _layout = layout;
        _action = action;
    }

    public void Run(nint frame, LibraryGeneration generation)
    {
        int count = _layout.Places.Length;
        FewValues few = default;
        Span<NativeValue> values = count <= FewValues.Capacity ? few : new NativeValue[count];
        for (int i = 0; i < count; i++)
        {
            values[i] = CallbackValues.Read(_layout.Signature.Parameters[i].Type, _layout.Places[i], frame, generation);
        }

        if (_handler is null)
        {
            _action!(values[..count]);
            return;
        }

        NativeArgument result = _handler(values[..count]);
        if (_layout.HasResult)
        {
            CallbackValues.Store(_name, _layout, result, frame);
        }
    }

    [InlineArray(Capacity)]
    private struct FewValues
    {
        public const int Capacity = 8;

        private NativeValue _first;
    }
}
