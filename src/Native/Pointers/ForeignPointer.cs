using System.Diagnostics;

namespace ActorFfi;

/// <summary>A pointer that native code gave out. It can be passed back, compared, and looked behind through a view.</summary>
/// <remarks>
/// <para>It has no constructor, no visible address and no arithmetic. The default value is null.</para>
/// <para>Ownership: it owns nothing; what it points to belongs to native code.</para>
/// <para>Failure: once its library was stopped or restarted, passing or viewing it raises <see cref="StaleHandleException"/>.</para>
/// </remarks>
[DebuggerDisplay("{ToString(),nq}")]
public readonly struct ForeignPointer : IEquatable<ForeignPointer>
{
    internal ForeignPointer(nint address, LibraryGeneration generation)
    {
        Address = address;
        Generation = generation;
    }

    /// <summary>Whether it points nowhere.</summary>
    public bool IsNull => Address == 0;

    /// <summary>Where it points, unchecked.</summary>
    internal nint Address { get; }

    /// <summary>The start of the library that gave it out; null in the default value.</summary>
    internal LibraryGeneration? Generation { get; }

    /// <summary>Whether both point to the same place of the same generation; null pointers are all equal.</summary>
    public static bool operator ==(ForeignPointer left, ForeignPointer right) => left.Equals(right);

    /// <summary>Whether they point to different places, or belong to different generations.</summary>
    public static bool operator !=(ForeignPointer left, ForeignPointer right) => !left.Equals(right);

    /// <summary>Looks behind the pointer, with no limit known: each read is on the caller's word.</summary>
    /// <exception cref="NullForeignPointerException">The pointer is null.</exception>
    /// <exception cref="StaleHandleException">Its library was stopped or restarted.</exception>
    public ForeignPointerView View()
    {
        Demand();
        return new ForeignPointerView(this, ForeignPointerView.Unlimited);
    }

    /// <summary>Looks behind the pointer, at so many bytes and not beyond.</summary>
    /// <param name="extent">How many bytes may be read, on the caller's word.</param>
    /// <exception cref="ArgumentOutOfRangeException">The extent is negative.</exception>
    /// <exception cref="NullForeignPointerException">The pointer is null.</exception>
    /// <exception cref="StaleHandleException">Its library was stopped or restarted.</exception>
    public ForeignPointerView View(long extent)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(extent);
        Demand();
        return new ForeignPointerView(this, extent);
    }

    /// <inheritdoc/>
    public bool Equals(ForeignPointer other) =>
        Address == other.Address && (IsNull || ReferenceEquals(Generation, other.Generation));

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is ForeignPointer other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => IsNull ? 0 : HashCode.Combine(Address, Generation);

    /// <summary>Names the library that gave it out, never the address.</summary>
    /// <returns>"null", or such as "ForeignPointer(zlib)".</returns>
    public override string ToString() => IsNull ? "null" : $"{nameof(ForeignPointer)}({Generation?.Library})";

    /// <summary>Lets only a pointer through that leads somewhere and whose library still runs as it did.</summary>
    internal void Demand()
    {
        DemandCurrent();
        if (IsNull)
        {
            throw new NullForeignPointerException(Generation?.Library);
        }
    }

    /// <summary>Begins an access to what the pointer leads to; the library is not unloaded before its end.</summary>
    /// <exception cref="NullForeignPointerException">The pointer is null.</exception>
    /// <exception cref="StaleHandleException">Its library was stopped or restarted.</exception>
    internal GenerationUse Use()
    {
        Demand();
        return GenerationUse.TryEnter(Generation!, out GenerationUse use) ? use : throw new StaleHandleException(nameof(ForeignPointer), Generation!);
    }

    /// <summary>The address, to be put where native code of any library may find it.</summary>
    /// <exception cref="StaleHandleException">Its library was stopped or restarted.</exception>
    internal nint AddressToKeep()
    {
        DemandCurrent();
        Generation?.NoteEscape(Address);
        return Address;
    }

    /// <summary>Lets a pointer through that may be passed to a call: null, or one whose library still runs as it did.</summary>
    internal void DemandCurrent()
    {
        if (Generation is { HasEnded: true } ended && !IsNull)
        {
            throw new StaleHandleException(nameof(ForeignPointer), ended);
        }
    }
}
