using System.Text;

namespace ActorFfi.Tests.Generated;

/// <summary>A C function that records the bytes of its arguments and answers with bytes that were laid out before.</summary>
/// <param name="Name">The exported name.</param>
/// <param name="Parameters">The types of the parameters.</param>
/// <param name="Result">The type of the result; null for void.</param>
internal sealed record GeneratedFunction(string Name, GeneratedType[] Parameters, GeneratedType? Result)
{
    /// <summary>The types of what is passed beyond the parameters; empty for a function that is not variadic.</summary>
    public GeneratedType[] Extra { get; init; } = [];

    /// <summary>How many bytes of the record belong to one argument.</summary>
    public const int RecordSize = 256;

    /// <summary>The function as it is declared.</summary>
    public string Prototype => PrototypeOf(type => type.Spelling);

    /// <summary>Whether a callback may have this signature.</summary>
    public bool CanCallBack => Extra.Length == 0;

    /// <summary>The name of the function that calls back.</summary>
    public string CallerName => $"call_{Name}";

    /// <summary>A function that takes a callback of this signature and calls it.</summary>
    public string CallerPrototype => CallerOf(type => type.Spelling);

    public static GeneratedFunction Random(Random random, string name, GeneratedType[] types, int mostParameters) => new(
        name,
        [.. Enumerable.Range(0, random.Next(mostParameters + 1)).Select(_ => types[random.Next(types.Length)])],
        random.Next(types.Length + 1) is var result && result < types.Length ? types[result] : null);

    /// <summary>A function whose structs come about where the registers of their classes run out, with narrow integers and structs on the stack behind them.</summary>
    public static GeneratedFunction AtTheEdge(Random random, string name, IReadOnlyList<GeneratedType> types, int mostParameters)
    {
        GeneratedType[] floats = [.. types.Where(type => type.Spelling is "float" or "double" && type is GeneratedScalar)];
        GeneratedType[] records = [.. types.OfType<GeneratedStruct>()];
        GeneratedType[] integers = [.. types.Where(type => type is not (GeneratedStruct or GeneratedLongDouble) && !floats.Contains(type))];
        IEnumerable<GeneratedType> Some(GeneratedType[] of, int least, int most) => Enumerable.Range(0, random.Next(least, most + 1)).Select(_ => of[random.Next(of.Length)]);
        GeneratedType[] before = [.. Some(integers, 3, 7), .. Some(floats, 5, 9)];
        random.Shuffle(before);
        GeneratedType[] behind = [.. Some(records, 1, 4), .. Some([.. types], 0, 8), .. Some(records, 0, 3)];
        GeneratedType? result = random.Next(3) == 0 ? types[random.Next(types.Count)] : random.Next(8) == 0 ? null : records[random.Next(records.Length)];
        return new GeneratedFunction(name, [.. before, .. behind, .. Some([.. types], 0, Math.Max(0, mostParameters - before.Length - behind.Length))], result);
    }

    /// <summary>The function in C; it uses the arrays <c>record</c> and <c>reply</c>.</summary>
    public string ToC()
    {
        StringBuilder text = new();
        text.AppendLine(PrototypeOf(type => type.NativeSpelling)).AppendLine("{");
        for (int i = 0; i < Parameters.Length; i++)
        {
            text.AppendLine($"    memcpy(record[{i}], &p{i}, sizeof p{i});");
        }

        if (Extra.Length > 0)
        {
            text.AppendLine($"    va_list more;").AppendLine($"    va_start(more, p{Parameters.Length - 1});");
            for (int i = 0; i < Extra.Length; i++)
            {
                text.AppendLine($"    {{ {Extra[i].NativeSpelling} x = va_arg(more, {Extra[i].NativeSpelling}); memcpy(record[{Parameters.Length + i}], &x, sizeof x); }}");
            }

            text.AppendLine("    va_end(more);");
        }

        if (Result is not null)
        {
            text.AppendLine($"    {Result.NativeSpelling} result;").AppendLine("    memcpy(&result, reply, sizeof result);").AppendLine("    return result;");
        }

        return text.AppendLine("}").ToString();
    }

    /// <summary>The function that calls back, in C; it uses the arrays <c>sent</c> and <c>got</c>.</summary>
    public string CallerToC()
    {
        StringBuilder text = new();
        text.AppendLine(CallerOf(type => type.NativeSpelling)).AppendLine("{");
        for (int i = 0; i < Parameters.Length; i++)
        {
            text.AppendLine($"    {Parameters[i].NativeSpelling} p{i};").AppendLine($"    memcpy(&p{i}, sent[{i}], sizeof p{i});");
        }

        string call = $"callback({string.Join(", ", Parameters.Select((_, i) => $"p{i}"))});";
        text.AppendLine(Result is null ? $"    {call}" : $"    {Result.NativeSpelling} result = {call}\n    memcpy(got, &result, sizeof result);");
        return text.AppendLine("}").ToString();
    }

    private string PrototypeOf(Func<GeneratedType, string> spell) => $"{Spelled(Result, spell)} {Name}({ParametersOf(spell)}{(Extra.Length == 0 ? "" : ", ...")})";

    private string CallerOf(Func<GeneratedType, string> spell) => $"void {CallerName}({Spelled(Result, spell)} (*callback)({ParametersOf(spell)}))";

    private string ParametersOf(Func<GeneratedType, string> spell) =>
        Parameters.Length == 0 ? "void" : string.Join(", ", Parameters.Select((type, i) => $"{spell(type)} p{i}"));

    private static string Spelled(GeneratedType? result, Func<GeneratedType, string> spell) => result is null ? "void" : spell(result);
}
