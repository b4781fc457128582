namespace ActorFfi;

/// <summary>What a piece of C text is.</summary>
internal enum CTokenKind : byte
{
    /// <summary>The end of the text; the last token.</summary>
    End,

    /// <summary>A keyword or an identifier.</summary>
    Word,

    /// <summary>An integer constant.</summary>
    Number,

    /// <summary>A character constant, quotes included.</summary>
    Character,

    /// <summary>A string, quotes included.</summary>
    String,

    /// <summary>A preprocessor line; only in texts that may have some.</summary>
    Directive,

    /// <summary>An operator, a bracket or a separator.</summary>
    Punctuator,
}
