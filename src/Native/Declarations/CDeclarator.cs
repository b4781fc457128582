namespace ActorFfi;

/// <summary>A declared name and its type.</summary>
/// <param name="Name">The name; of kind <see cref="CTokenKind.End"/> in an abstract declarator.</param>
/// <param name="Type">The type.</param>
internal readonly record struct CDeclarator(CToken Name, CType Type)
{
    public bool IsAbstract => Name.Kind != CTokenKind.Word;
}
