using System.Runtime.InteropServices;

namespace ActorFfi;

/// <summary>The types by which the runtime's call instruction returns two registers.</summary>
internal static class RegisterPair
{
    /// <summary>What returns a struct of these classes in registers.</summary>
    public static Type TypeOf(ValueClasses classes) => (classes.Low, classes.High) switch
    {
        (RegisterClass.Integer, RegisterClass.None) => typeof(long),
        (RegisterClass.Sse, RegisterClass.None) => typeof(double),
        (RegisterClass.Integer, RegisterClass.Integer) => typeof(Integers),
        (RegisterClass.Sse, RegisterClass.Sse) => typeof(Vectors),
        (RegisterClass.Integer, RegisterClass.Sse) => typeof(IntegerAndVector),
        (RegisterClass.Sse, RegisterClass.Integer) => typeof(VectorAndInteger),
        _ => throw new ArgumentOutOfRangeException(nameof(classes), classes, "No registers return such a value."),
    };

    [StructLayout(LayoutKind.Sequential)]
    private record struct Integers(long Low, long High);

    [StructLayout(LayoutKind.Sequential)]
    private record struct Vectors(double Low, double High);

    [StructLayout(LayoutKind.Sequential)]
    private record struct IntegerAndVector(long Low, double High);

    [StructLayout(LayoutKind.Sequential)]
    private record struct VectorAndInteger(double Low, long High);
}
