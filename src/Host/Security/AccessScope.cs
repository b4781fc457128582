namespace ActorFfi;

/// <summary>What a caller may do; each scope stands for itself and includes no other.</summary>
[Flags]
internal enum AccessScope
{
    /// <summary>Nothing: what everybody may do.</summary>
    None = 0,

    /// <summary>Look at libraries, symbols, failures and events.</summary>
    Read = 1,

    /// <summary>Call what is declared.</summary>
    Call = 2,

    /// <summary>Restart, drain, revive, roll and pardon libraries.</summary>
    Admin = 4,

    /// <summary>Everything.</summary>
    All = Read | Call | Admin,
}
