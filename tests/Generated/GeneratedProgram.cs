namespace ActorFfi.Tests.Generated;

/// <summary>Random types, and random functions that take and return them.</summary>
internal sealed class GeneratedProgram
{
    private const int LargestStruct = 200;

    // Types of C itself that travel as structs do.
    private static readonly string[] _keywords = ["float _Complex", "double _Complex", "__int128", "unsigned __int128"];

    private readonly Random _random;
    private readonly List<GeneratedType> _types = [.. GeneratedScalar.All, .. GeneratedWidened.All, new GeneratedLongDouble(), new GeneratedPointer("void *"), new GeneratedPointer("compare *")];

    private GeneratedProgram(Random random)
    {
        _random = random;
        Optimisation = $"-O{random.Next(4)}";
    }

    /// <summary>The definitions of the types in C.</summary>
    public string Definitions { get; private set; } = GeneratedRecord.Prelude;

    /// <summary>The types that its functions take and return.</summary>
    public IReadOnlyList<GeneratedType> Types => _types;

    /// <summary>How the compiler is to optimise.</summary>
    public string Optimisation { get; }

    /// <summary>The functions.</summary>
    public GeneratedFunction[] Functions { get; private set; } = [];

    /// <summary>Makes types and functions up.</summary>
    /// <param name="random">The source of chance.</param>
    /// <param name="records">How many structs and unions.</param>
    /// <param name="functions">How many functions; a third as many beyond them meet the edge of the registers, a fifth are variadic.</param>
    public static GeneratedProgram Create(Random random, int records, int functions)
    {
        GeneratedProgram program = new(random);
        program.AddRecords(records);
        program.Functions =
        [
            .. Enumerable.Range(0, functions / 3).Select(i => GeneratedFunction.AtTheEdge(random, $"e{i}", program._types, mostParameters: i % 10 == 0 ? 64 : 0)),
            .. Enumerable.Range(0, functions).Select(i => GeneratedFunction.Random(random, $"f{i}", [.. program._types], mostParameters: i % 10 == 0 ? 64 : 8)),
            .. Enumerable.Range(0, functions / 5).Select(i => program.Variadic($"v{i}")),
        ];
        return program;
    }

    private void AddRecords(int count)
    {
        TypeScope scope = TypeScope.Parse(Definitions);
        _types.AddRange(_keywords.Select(keyword => new GeneratedStruct(scope.TypeOf(keyword), keyword)));
        List<GeneratedRecord> small = [];
        for (int i = 0; i < count; i++)
        {
            GeneratedRecord record = GeneratedRecord.Random(_random, $"r{i}", small, mostMembers: _random.Next(1, 6));
            Definitions += record.Text + "\n";
            scope = scope.With(record.Text);
            NativeType type = scope.TypeOf(record.Spelling);
            if (type.Size is > 0 and <= 24)
            {
                small.Add(record);
            }

            if (type.Size <= LargestStruct && record.Members.Length > 0 && !ValueClasses.DependsOnCompiler(type))
            {
                _types.Add(new GeneratedStruct(type, record.Text));
            }
        }
    }

    // What is passed beyond the parameters has been promoted.
    private GeneratedFunction Variadic(string name)
    {
        GeneratedType[] promoted =
        [
            .. _types.Where(type => type is GeneratedPointer || (type is GeneratedStruct { Size: > 0 } record && !ValueClasses.IsReadMisaligned(record.Type)) || type.Spelling is "int32_t" or "uint32_t" or "int64_t" or "uint64_t" or "size_t" or "long" or "double"),
            .. GeneratedWidened.All,
            new GeneratedPromotion(),
            new GeneratedLongDouble(IsMarked: true),
        ];
        GeneratedFunction function = GeneratedFunction.Random(_random, name, [.. _types], mostParameters: 6);
        return function with
        {
            Parameters = [_types[0], .. function.Parameters],
            Extra = [.. Enumerable.Range(0, _random.Next(1, 12)).Select(_ => promoted[_random.Next(promoted.Length)])],
        };
    }
}
