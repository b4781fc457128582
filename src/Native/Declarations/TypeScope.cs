using System.Collections.Immutable;

namespace ActorFfi;

/// <summary>The C types that declarations may name: the built-in ones, and typedefs, enums, structs and unions declared on top.</summary>
/// <remarks>Immutable; any thread may use it.</remarks>
public sealed class TypeScope
{
    private readonly ImmutableDictionary<string, CType> _types;
    private readonly ImmutableDictionary<string, CScalar> _enums;
    private readonly ImmutableDictionary<string, CConstant> _constants;
    private readonly ImmutableDictionary<string, CTag> _records;
    private readonly ImmutableDictionary<CTag, CRecordBody> _bodies;

    private TypeScope(
        CDataModel model,
        ImmutableDictionary<string, CType> types,
        ImmutableDictionary<string, CScalar> enums,
        ImmutableDictionary<string, CConstant> constants,
        ImmutableDictionary<string, CTag> records,
        ImmutableDictionary<CTag, CRecordBody> bodies,
        ImmutableDictionary<string, CMacro> macros)
    {
        Model = model;
        _types = types;
        _enums = enums;
        _constants = constants;
        _records = records;
        _bodies = bodies;
        Macros = macros;
    }

    /// <summary>C's own types and those of <c>stdint.h</c>, <c>stddef.h</c> and <c>time.h</c>, with the sizes of this platform.</summary>
    public static TypeScope Default { get; } = For(CDataModel.Current);

    /// <summary>The platform's sizes and signs.</summary>
    internal CDataModel Model { get; }

    internal IEnumerable<string> TypeNames => _types.Keys.Concat(CKeywords.Basic);

    internal IEnumerable<string> EnumNames => _enums.Keys;

    internal IEnumerable<string> RecordNames => _records.Keys;

    internal IEnumerable<string> ConstantNames => _constants.Keys;

    /// <summary>The default types and those that <paramref name="cText"/> declares.</summary>
    /// <param name="cText">Typedefs, enums, structs and unions in C, each with its semicolon, and preprocessor lines: <c>typedef unsigned long uLong; struct point { double x, y; };</c></param>
    /// <exception cref="DeclarationException">The text is wrong, or declares what is not supported yet.</exception>
    public static TypeScope Parse(string cText) => Default.With(cText);

    /// <summary>A type of this scope, with its size and members.</summary>
    /// <param name="cType">The type in C: <c>struct point</c>, <c>uLong</c>, <c>const char *</c>.</param>
    /// <exception cref="DeclarationException">The text is wrong, or names an unknown type.</exception>
    public NativeType TypeOf(string cType)
    {
        ArgumentNullException.ThrowIfNull(cType);
        CTokenReader reader = new(cType, this);
        CType type = new CTypeParser(reader, this).ParseTypeName();
        reader.ExpectEnd();
        CSupport.RefuseOpenBounds(reader, type);
        CSupport.RefuseUnknown(reader, type, this);
        return new CTypeLowering(reader, this).LowerObject(type);
    }

    /// <summary>The types of this scope and those that <paramref name="cText"/> declares.</summary>
    /// <param name="cText">As for <see cref="Parse"/>.</param>
    /// <exception cref="DeclarationException">The text is wrong, or declares what is not supported yet.</exception>
    public TypeScope With(string cText)
    {
        ArgumentNullException.ThrowIfNull(cText);
        return CTypeDeclarations.Parse(cText, this);
    }

    /// <summary>The built-in types of a platform.</summary>
    internal static TypeScope For(CDataModel model) => new(
        model,
        CStandardTypes.Of(model),
        ImmutableDictionary<string, CScalar>.Empty,
        ImmutableDictionary<string, CConstant>.Empty,
        CStandardTypes.Tags,
        CBuiltInRecords.Bodies,
        ImmutableDictionary<string, CMacro>.Empty);

    /// <summary>The macros that declarations may use.</summary>
    internal ImmutableDictionary<string, CMacro> Macros { get; }

    internal TypeScope WithMacros(ImmutableDictionary<string, CMacro> macros) => new(Model, _types, _enums, _constants, _records, _bodies, macros);

    internal CType? FindType(string name) => _types.GetValueOrDefault(name);

    /// <summary>Whether a type is still what the platform calls so.</summary>
    internal bool IsBuiltIn(string name) => CStandardTypes.Of(Model).TryGetValue(name, out CType? builtIn) && builtIn == _types.GetValueOrDefault(name);

    internal CScalar? FindEnum(string tag) => _enums.GetValueOrDefault(tag);

    internal CConstant? FindConstant(string name) => _constants.TryGetValue(name, out CConstant constant) ? constant : null;

    internal TypeScope WithType(string name, CType type) => new(Model, _types.SetItem(name, type with { Alias = name }), _enums, _constants, _records, _bodies, Macros);

    internal TypeScope WithEnum(string tag, CScalar type) => new(Model, _types, _enums.Add(tag, type), _constants, _records, _bodies, Macros);

    internal TypeScope WithConstant(string name, CConstant value) => new(Model, _types, _enums, _constants.Add(name, value), _records, _bodies, Macros);

    internal CTag? FindRecord(string tag) => _records.GetValueOrDefault(tag);

    /// <summary>What a struct or union contains; null as long as it is only declared.</summary>
    internal CRecordBody? FindBody(CTag tag) => _bodies.GetValueOrDefault(tag);

    internal TypeScope WithRecord(CTag tag) => new(Model, _types, _enums, _constants, _records.Add(tag.Name!, tag), _bodies, Macros);

    internal TypeScope WithBody(CTag tag, CRecordBody body) => new(Model, _types, _enums, _constants, _records, _bodies.Add(tag, body), Macros);
}
