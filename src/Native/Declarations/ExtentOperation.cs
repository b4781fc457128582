namespace ActorFfi;

/// <summary>What an <see cref="ExtentExpression"/> is.</summary>
public enum ExtentOperation
{
    /// <summary>A number.</summary>
    Constant,

    /// <summary>The value of a parameter.</summary>
    Parameter,

    /// <summary>The value behind a pointer parameter, read before the call.</summary>
    Indirect,

    /// <summary>A product.</summary>
    Multiply,

    /// <summary>A quotient, rounded towards zero.</summary>
    Divide,

    /// <summary>A remainder.</summary>
    Remainder,

    /// <summary>A sum.</summary>
    Add,

    /// <summary>A difference.</summary>
    Subtract,

    /// <summary>A multiple by a power of two.</summary>
    ShiftLeft,

    /// <summary>A quotient by a power of two.</summary>
    ShiftRight,
}
