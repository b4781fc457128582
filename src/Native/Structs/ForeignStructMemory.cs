// Safety: each access checks that the pointer is not null, and keeps its library loaded until its end. That as many bytes as
// the struct has lie behind it, and that native code does not free them meanwhile, is the word of whoever named the type.
namespace ActorFfi;

/// <summary>Memory of native code, behind a pointer that it gave out.</summary>
internal sealed unsafe class ForeignStructMemory : StructMemory
{
    private readonly ForeignPointer _pointer;

    public ForeignStructMemory(ForeignPointer pointer)
    {
        _pointer = pointer;
        Generation = pointer.Generation;
    }

    public override void Read(int offset, Span<byte> destination)
    {
        using GenerationUse use = _pointer.Use();
        if (_pointer.Generation!.Guest is { } guest)
        {
            guest.Memory.Read(_pointer.Address + offset, destination);
        }
        else
        {
            new ReadOnlySpan<byte>((byte*)_pointer.Address + offset, destination.Length).CopyTo(destination);
        }
    }

    public override void Write(int offset, ReadOnlySpan<byte> source)
    {
        using GenerationUse use = _pointer.Use();
        if (_pointer.Generation!.Guest is { } guest)
        {
            guest.Memory.Write(_pointer.Address + offset, source);
        }
        else
        {
            source.CopyTo(new Span<byte>((byte*)_pointer.Address + offset, source.Length));
        }
    }

    public override NativeArgument AddressOf(int offset, int length)
    {
        _pointer.Demand();
        return new ForeignPointer(_pointer.Address + offset, _pointer.Generation!);
    }
}
