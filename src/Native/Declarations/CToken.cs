namespace ActorFfi;

/// <summary>One piece of C text and where it stands.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Text">The piece as written; empty at the end.</param>
/// <param name="Line">Its line, from 1.</param>
/// <param name="Column">The column of its first character, from 1.</param>
internal readonly record struct CToken(CTokenKind Kind, string Text, int Line, int Column)
{
    /// <summary>The largest alignment that members have by themselves here, as <c>#pragma pack</c> said; 0 for no limit.</summary>
    public int Pack { get; init; }

    public bool IsWord => Kind == CTokenKind.Word;

    public bool Is(string text) => Kind is CTokenKind.Word or CTokenKind.Punctuator && Text == text;
}
