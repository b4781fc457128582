namespace ActorFfi;

/// <summary>Reads the arguments of a call from words of the command line, as <see cref="CallCommand.Help"/> describes.</summary>
internal static class ArgumentWords
{
    /// <exception cref="ArgumentException">There are too few or too many, or one does not fit the declaration.</exception>
    /// <exception cref="UsageException">A file cannot be read.</exception>
    public static void AddAll(CallBuilder call, ReadOnlySpan<string> words)
    {
        if (words.Length != call.Target.Parameters.Length)
        {
            throw ArgumentFault.OfCount(call.Target, words.Length);
        }

        foreach (string word in words)
        {
            Add(call, word);
        }
    }

    private static void Add(CallBuilder call, string word)
    {
        int colon = word.IndexOf(':', StringComparison.Ordinal);
        string? prefix = colon > 0 ? word[..colon] : null;
        string rest = word[(colon + 1)..];
        bool takesText = call.Next.Type.Kind == NativeTypeKind.CString;
        switch (prefix)
        {
            case null when word == "null":
                call.AddNull();
                break;
            case null when word.StartsWith('@'):
                call.DemandBuffer();
                call.AddBuffer(BufferFiles.Load(call.Target.Library, word[1..]));
                break;
            case "text":
                call.AddText(rest);
                break;
            case "len" when rest.StartsWith('@') && !takesText:
                call.AddNumber(BufferFiles.LengthOf(rest[1..]));
                break;
            case "out" when !takesText:
                AddOut(call, rest);
                break;
            case not null when !takesText && ScalarKinds.Find(prefix) is { } kind:
                call.AddPointerTo(kind, rest);
                break;
            default:
                AddPlain(call, word);
                break;
        }
    }

    private static void AddPlain(CallBuilder call, string word)
    {
        if (call.Next.Type.IsPointer)
        {
            call.AddText(word);
        }
        else
        {
            call.AddNumber(word);
        }
    }

    private static void AddOut(CallBuilder call, string size)
    {
        call.DemandBuffer();
        int equals = size.IndexOf('=', StringComparison.Ordinal);
        string? file = equals < 0 ? null : size[(equals + 1)..];
        string length = equals < 0 ? size : size[..equals];
        if (ScalarText.Read(NativeTypeKind.I64, length, out ScalarValue value) is { } fault)
        {
            throw ArgumentFault.Of(call.Target, call.Next, fault);
        }

        if (value.Bits < 0 || file is { Length: 0 })
        {
            throw ArgumentFault.Of(call.Target, call.Next, $"asks for {ScalarText.Shown(size)}. Write 'out:N' or 'out:N=FILE' with a number of bytes that is not negative.");
        }

        call.AddBuffer(call.Target.Library.Allocate(value.Bits), file);
    }
}
