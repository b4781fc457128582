namespace ActorFfi;

/// <summary>Gives C types their machine representation.</summary>
/// <remarks>Structs may point to each other in circles: each is made with its size first and gets its members when all others are made.</remarks>
internal sealed class CTypeLowering(CTokenReader reader, TypeScope scope)
{
    private readonly Dictionary<(CTag Tag, string Spelling), NativeType> _records = [];
    private readonly Queue<(NativeType Type, CRecordBody Body)> _unfinished = [];
    private bool _isFinishing;

    /// <summary>The representation of a result, or of what a pointer points to; void for void.</summary>
    public NativeType Lower(CType type) => Finished(LowerValue(type with { OwnAlignment = 0 }));

    /// <summary>The representation of a parameter: an array is a pointer to its elements, a function a pointer to it.</summary>
    public NativeType LowerParameter(CType type) => Finished(type switch
    {
        CArray array => LowerPointer(new CPointer(array.Innermost()), isSized: array.Bound is not null),
        CFunction function => LowerFunction(new CPointer(function), function),
        CRecord record when FirstOfTransparent(record) is { } first => LowerValue(first),
        _ => LowerValue(type with { OwnAlignment = 0 }),
    });

    /// <summary>The representation of a member or a variable: an array is its elements.</summary>
    public NativeType LowerObject(CType type) => Finished(LowerContained(type));

    private NativeType Finished(NativeType type)
    {
        // A signature inside a struct lowers its parameters here as well; the outermost call finishes all.
        if (_isFinishing)
        {
            return type;
        }

        _isFinishing = true;
        while (_unfinished.TryDequeue(out (NativeType Type, CRecordBody Body) next))
        {
            ILookup<bool, CMember> members = next.Body.Members.ToLookup(member => member.Name.Length == 0 && member.Place.BitWidth > 0);
            next.Type.Fields = [.. members[false].Select(member => new NativeField(member.Name, LowerContained(member.Type), member.Place))];
            next.Type.UnnamedBits = [.. members[true].Select(member => member.Place)];
            next.Type.HasUnnamedBits = next.Body.HasUnnamedBits;
        }

        _isFinishing = false;
        return type;
    }

    private NativeType LowerValue(CType type) => type switch
    {
        CScalar { OwnAlignment: > 0 } scalar => new NativeType(scalar.Kind, scalar.Spelling, NativeKinds.SizeOf(scalar.Kind)) { Alignment = scalar.OwnAlignment },
        CScalar scalar => new NativeType(scalar.Kind, scalar.Spelling, NativeKinds.SizeOf(scalar.Kind)),
        CPointer pointer => LowerPointer(pointer, isSized: false),
        CArray array => LowerValue(array.Innermost()),
        CRecord record => LowerRecord(record),
        CFunction function => LowerFunction(new CPointer(function), function),
        _ => throw new ArgumentOutOfRangeException(nameof(type), type.Spelling, "There is no such type."),
    };

    private NativeType LowerContained(CType type)
    {
        if (type is not CArray array)
        {
            return LowerValue(type);
        }

        NativeType element = LowerContained(array.Element);
        int length = array.Bound is { Constant: { } bound } ? (int)long.Min((long)bound.Value, int.MaxValue) : 0;
        return new NativeType(NativeTypeKind.Array, array.Spelling, (int)long.Min((long)element.Size * length, int.MaxValue), element) { Length = length, Alignment = element.Alignment };
    }

    private NativeType LowerRecord(CRecord record)
    {
        (CTag, string) key = (record.Tag, record.Spelling);
        if (_records.TryGetValue(key, out NativeType? known))
        {
            return known;
        }

        CRecordBody? body = scope.FindBody(record.Tag);
        NativeTypeKind kind = record.Tag.IsUnion ? NativeTypeKind.Union : NativeTypeKind.Struct;
        NativeType type = new(kind, record.Spelling, body?.Size ?? 0) { Alignment = body?.Alignment ?? 1, IsOpaque = body is null, IsByPointerOnly = body is { IsByPointerOnly: true }, Definition = body };
        _records.Add(key, type);
        if (body is not null)
        {
            _unfinished.Enqueue((type, body));
        }

        return type;
    }

    // An argument for a transparent union is passed as its first member would be.
    private CType? FirstOfTransparent(CRecord record) =>
        scope.FindBody(record.Tag) is { Members: [var first, ..] } body && (record.IsTransparent || body.IsTransparent) ? first.Type : null;

    private NativeType LowerFunction(CPointer pointer, CFunction function) =>
        new(NativeTypeKind.Function, pointer.Spelling, IntPtr.Size) { Signature = new CSignatureLowering(reader, this, scope).Lower(function) };

    // Where the declaration says how many characters there are, it is a buffer and need not end with a NUL.
    private NativeType LowerPointer(CPointer pointer, bool isSized)
    {
        if (pointer.Target is CFunction function)
        {
            return LowerFunction(pointer, function);
        }

        bool isString = !isSized && pointer.Target is CScalar { IsPlainChar: true, IsConst: true };
        CType element = pointer.Target is CArray array ? array.Innermost() : pointer.Target;
        return new NativeType(
            isString ? NativeTypeKind.CString : NativeTypeKind.Pointer,
            pointer.Spelling,
            IntPtr.Size,
            element is CScalar { IsVoid: true } ? null : LowerValue(element),
            element.IsConst);
    }
}
