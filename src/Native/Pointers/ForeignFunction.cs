using System.Diagnostics;

namespace ActorFfi;

/// <summary>A function that native code gave out. It can be called, compared, and passed back.</summary>
/// <remarks>
/// <para>It has no constructor and no visible address; a null function pointer is null. It runs under the limits of its library.</para>
/// <para>Ownership: it owns nothing; that the code stays is the word of the library.</para>
/// <para>Threads: any. Failure: once its library was stopped or restarted, using it raises <see cref="StaleHandleException"/>.</para>
/// </remarks>
[DebuggerDisplay("{ToString(),nq}")]
public sealed class ForeignFunction : IEquatable<ForeignFunction>
{
    private readonly NativeFunction _function;
    private readonly nint _address;

    internal ForeignFunction(NativeFunction function, nint address)
    {
        _function = function;
        _address = address;
    }

    /// <summary>What it takes and returns.</summary>
    public NativeSignature Signature => _function.Plan.Declaration.Signature;

    /// <summary>The library that gave it out.</summary>
    public string Library => _function.Generation.Library;

    internal NativeFunction Function => _function;

    /// <summary>What a runtime keeps of the function for nonblocking calls.</summary>
    internal object? Door { get; set; }

    /// <summary>Whether both are the same function of the same generation.</summary>
    public static bool operator ==(ForeignFunction? left, ForeignFunction? right) => Equals(left, right);

    /// <summary>Whether they are different functions, or belong to different generations.</summary>
    public static bool operator !=(ForeignFunction? left, ForeignFunction? right) => !Equals(left, right);

    /// <summary>Calls the function on this thread; buffers are borrowed until it returns.</summary>
    /// <exception cref="ArgumentException">An argument does not fit the signature.</exception>
    /// <exception cref="StaleHandleException">Its library was stopped or restarted.</exception>
    public NativeValue Invoke(params ReadOnlySpan<NativeArgument> arguments)
    {
        DemandAddress();
        return _function.Generation.Calls is { } calls ? calls.Invoke(_function, arguments) : _function.Invoke(arguments, out _);
    }

    /// <inheritdoc/>
    public bool Equals(ForeignFunction? other) =>
        other is not null && _address == other._address && ReferenceEquals(_function.Generation, other._function.Generation);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as ForeignFunction);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(_address, _function.Generation);

    /// <summary>Names the library that gave it out, never the address.</summary>
    public override string ToString() => $"{nameof(ForeignFunction)}({Library})";

    /// <summary>The address, to be put where native code of any library may find it.</summary>
    /// <exception cref="StaleHandleException">Its library was stopped or restarted.</exception>
    internal nint AddressToKeep()
    {
        nint address = DemandAddress();
        _function.Generation.NoteEscape(address);
        return address;
    }

    /// <summary>The address for native code.</summary>
    /// <exception cref="StaleHandleException">Its library was stopped or restarted.</exception>
    internal nint DemandAddress() => _function.Generation.HasEnded
        ? throw new StaleHandleException(nameof(ForeignFunction), _function.Generation)
        : _address;
}
