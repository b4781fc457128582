namespace ActorFfi;

/// <summary>The memory that structs lie in; several views of one share it.</summary>
internal abstract class StructMemory
{
    /// <summary>The library that pointers in this memory belong to; null as long as no call has seen it.</summary>
    public LibraryGeneration? Generation { get; set; }

    /// <summary>The address of memory that never moves and that nothing but this object owns; 0 for all other memory.</summary>
    public virtual nint OwnAddress => 0;

    public abstract void Read(int offset, Span<byte> destination);

    public abstract void Write(int offset, ReadOnlySpan<byte> source);

    /// <summary>What passes the address of a part to a call.</summary>
    public abstract NativeArgument AddressOf(int offset, int length);
}
