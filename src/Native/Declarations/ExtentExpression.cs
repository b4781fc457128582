using System.Globalization;

namespace ActorFfi;

/// <summary>The number of elements of an <see cref="Extent"/>: a constant, the value of a parameter, or an operation on two such expressions.</summary>
/// <remarks>Immutable; any thread may use it.</remarks>
public sealed class ExtentExpression
{
    private ExtentExpression(ExtentOperation operation)
    {
        Operation = operation;
    }

    /// <summary>What it is.</summary>
    public ExtentOperation Operation { get; }

    /// <summary>The number where it is a constant; otherwise 0.</summary>
    public long Constant { get; private init; }

    /// <summary>The index of the parameter that holds the value or points to it; -1 for anything else.</summary>
    public int ParameterIndex { get; private init; } = -1;

    /// <summary>What an operation is applied to; null for a constant or a parameter.</summary>
    public ExtentExpression? Left { get; private init; }

    /// <summary>What an operation is applied with; null for a constant or a parameter.</summary>
    public ExtentExpression? Right { get; private init; }

    /// <summary>The expression in C.</summary>
    /// <param name="nameOf">The name of a parameter by its index.</param>
    public string ToText(Func<int, string> nameOf)
    {
        ArgumentNullException.ThrowIfNull(nameOf);
        return Operation switch
        {
            ExtentOperation.Constant => Constant.ToString(CultureInfo.InvariantCulture),
            ExtentOperation.Parameter => nameOf(ParameterIndex),
            ExtentOperation.Indirect => "*" + nameOf(ParameterIndex),
            _ => $"{Left!.ToPart(nameOf, Operation, isRight: false)} {Sign(Operation)} {Right!.ToPart(nameOf, Operation, isRight: true)}",
        };
    }

    internal static ExtentExpression Of(long constant) => new(ExtentOperation.Constant) { Constant = constant };

    internal static ExtentExpression Of(int parameter, bool isIndirect) => new(isIndirect ? ExtentOperation.Indirect : ExtentOperation.Parameter) { ParameterIndex = parameter };

    internal static ExtentExpression Of(string sign, ExtentExpression left, ExtentExpression right) => new(OperationOf(sign)) { Left = left, Right = right };

    private static ExtentOperation OperationOf(string sign) => sign switch
    {
        "*" => ExtentOperation.Multiply,
        "/" => ExtentOperation.Divide,
        "%" => ExtentOperation.Remainder,
        "+" => ExtentOperation.Add,
        "-" => ExtentOperation.Subtract,
        "<<" => ExtentOperation.ShiftLeft,
        ">>" => ExtentOperation.ShiftRight,
        _ => throw new ArgumentOutOfRangeException(nameof(sign), sign, "This is no operator of extents."),
    };

    private static string Sign(ExtentOperation operation) => operation switch
    {
        ExtentOperation.Multiply => "*",
        ExtentOperation.Divide => "/",
        ExtentOperation.Remainder => "%",
        ExtentOperation.Add => "+",
        ExtentOperation.Subtract => "-",
        ExtentOperation.ShiftLeft => "<<",
        _ => ">>",
    };

    private static int Precedence(ExtentOperation operation) => operation switch
    {
        ExtentOperation.ShiftLeft or ExtentOperation.ShiftRight => 1,
        ExtentOperation.Add or ExtentOperation.Subtract => 2,
        ExtentOperation.Multiply or ExtentOperation.Divide or ExtentOperation.Remainder => 3,
        _ => 4,
    };

    // "a - (b - c)" needs its parentheses, "a * b * c" none.
    private string ToPart(Func<int, string> nameOf, ExtentOperation outer, bool isRight)
    {
        bool isWeaker = Precedence(Operation) < Precedence(outer) || (isRight && Precedence(Operation) == Precedence(outer));
        return isWeaker ? $"({ToText(nameOf)})" : ToText(nameOf);
    }
}
