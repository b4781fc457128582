namespace ActorFfi;

/// <summary>When a result means failure: <c>result &lt;op&gt; constant</c> or <c>result == null</c>, optionally <c>&amp;&amp; errno != 0</c>.</summary>
internal sealed class FailureRule
{
    private readonly FailureComparison _comparison;
    private readonly Int128? _integer;
    private readonly double? _real;
    private readonly bool _needsErrno;

    internal FailureRule(string text, FailureComparison comparison, Int128? integer, double? real, bool needsErrno)
    {
        Text = text;
        _comparison = comparison;
        _integer = integer;
        _real = real;
        _needsErrno = needsErrno;
    }

    /// <summary>The rule as declared.</summary>
    public string Text { get; }

    /// <summary>Whether the rule looks at errno, so that the symbol must capture it.</summary>
    public bool NeedsErrno => _needsErrno;

    /// <summary>Whether the rule compares with null rather than with a number.</summary>
    public bool ComparesWithNull => _integer is null && _real is null;

    /// <summary>Whether this result is a failure.</summary>
    public bool Matches(in NativeValue value, int errno) => (!_needsErrno || errno != 0) && MatchesResult(value);

    private bool MatchesResult(in NativeValue value)
    {
        if (ComparesWithNull)
        {
            return value.IsNull == (_comparison == FailureComparison.Equal);
        }

        return value.Kind is NativeTypeKind.F32 or NativeTypeKind.F64
            ? Holds(value.ToDouble(), _real ?? (double)_integer!.Value)
            : Holds(IntegerOf(value), _integer!.Value);
    }

    private bool Holds<T>(T value, T constant)
        where T : System.Numerics.IComparisonOperators<T, T, bool> => _comparison switch
        {
            FailureComparison.Equal => value == constant,
            FailureComparison.NotEqual => value != constant,
            FailureComparison.Less => value < constant,
            FailureComparison.LessOrEqual => value <= constant,
            FailureComparison.Greater => value > constant,
            _ => value >= constant,
        };

    private static Int128 IntegerOf(in NativeValue value) => value.Kind switch
    {
        NativeTypeKind.Bool => value.ToBoolean() ? 1 : 0,
        NativeTypeKind.U64 => value.ToUInt64(),
        _ => value.ToInt64(),
    };
}
