namespace ActorFfi;

/// <summary>A global variable of a loaded library.</summary>
/// <remarks>Threads: reads and writes are as atomic as the platform makes them for aligned values; native code may write at any time.</remarks>
public sealed class NativeVariable
{
    private const string Member = "value";

    private readonly SymbolDeclaration _declaration;
    private readonly ForeignPointer _pointer;
    private readonly NativeStruct _holder;

    /// <param name="declaration">The variable as declared.</param>
    /// <param name="address">Where the library has it.</param>
    /// <param name="generation">The start of the library that it belongs to.</param>
    internal NativeVariable(SymbolDeclaration declaration, nint address, LibraryGeneration generation)
    {
        _declaration = declaration;
        Type = declaration.Variable ?? throw new ArgumentException($"'{declaration.Name}' is a function and no variable. Call it.", nameof(declaration));

        // A struct with the variable as its only member, so that members and variables are read alike.
        NativeType holder = new(NativeTypeKind.Struct, declaration.Name, Type.Size)
        {
            Alignment = Type.Alignment,
            Fields = [new NativeField(Member, Type, default)],
        };
        _pointer = new ForeignPointer(address, generation);
        _holder = NativeStruct.Behind(holder, _pointer);
    }

    /// <summary>The declared name.</summary>
    public string Name => _declaration.Name;

    /// <summary>The declared type.</summary>
    public NativeType Type { get; }

    /// <summary>Whether the variable is const, so that it cannot be written.</summary>
    public bool IsReadOnly => _declaration.IsReadOnly;

    /// <summary>The start of the library that the variable belongs to.</summary>
    internal LibraryGeneration Generation => _pointer.Generation!;

    /// <summary>Looks at the variable's memory, and not beyond; for reading only where it is const. The end of an array without a bound is not known.</summary>
    /// <exception cref="StaleHandleException">The library was stopped or restarted.</exception>
    public ForeignPointerView View()
    {
        ForeignPointerView view = Type is { Kind: NativeTypeKind.Array, Length: 0 } ? _pointer.View() : _pointer.View(Type.Size);
        return IsReadOnly ? view.AsReadOnly() : view;
    }

    /// <summary>Reads a scalar, a pointer, a struct as a copy, or an element or member by its path.</summary>
    /// <param name="path">What to read of an array or a struct: <c>[2].x</c>; null for the whole.</param>
    /// <exception cref="ArgumentException">There is no such element or member, or it is a whole array.</exception>
    /// <exception cref="StaleHandleException">The library was stopped or restarted.</exception>
    public NativeValue Read(string? path = null)
    {
        NativeValue value = _holder.Get(PathOf(path));
        return value.Kind is NativeTypeKind.Struct or NativeTypeKind.Union ? NativeValue.OfStruct(value.ToStruct().Copy()) : value;
    }

    /// <summary>Writes a scalar, a pointer of native code, or a whole struct.</summary>
    /// <param name="value">The value; integers are range-checked.</param>
    /// <param name="path">What to write of an array or a struct; null for the whole.</param>
    /// <exception cref="ArgumentException">It does not take this value, or there is no such element or member.</exception>
    /// <exception cref="InvalidOperationException">The variable is const.</exception>
    /// <exception cref="StaleHandleException">The library was stopped or restarted.</exception>
    public void Write(NativeArgument value, string? path = null)
    {
        if (IsReadOnly)
        {
            throw new InvalidOperationException($"Variable '{Name}' is declared const and cannot be written. Only read it, or declare it as what it is.");
        }

        _holder.Set(PathOf(path), value);
    }

    private static string PathOf(string? path) =>
        string.IsNullOrEmpty(path) ? Member : path[0] == '[' ? Member + path : $"{Member}.{path}";
}
