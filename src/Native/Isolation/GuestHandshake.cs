using System.Collections.Immutable;

namespace ActorFfi;

/// <summary>The parent's side of the first two messages: what the guest is for, and whether it could load the library.</summary>
internal static class GuestHandshake
{
    /// <summary>Tells the guest what it is for.</summary>
    public static void Begin(GuestStart start, long nonce, GuestControl control, long channelSize) => control.TrySend(GuestMessage.Start, writer =>
    {
        writer.Write(start.Library);
        writer.Write(nonce);
        writer.Write(channelSize);
        writer.Write(start.Arena.Size);
        writer.Write(start.Lanes);
        writer.Write(start.BaseDirectory ?? LibraryPaths.CurrentDirectory);
        writer.Write(start.Sha256 ?? "");
        Write(writer, start.Candidates);
        writer.Write(start.Symbols.Count);
        foreach (GuestSymbol symbol in start.Symbols)
        {
            writer.Write(symbol.Declaration.Name);
            writer.Write(symbol.Declaration.NativeName);
            writer.Write(symbol.Declaration.IsOptional);
            byte[] definition = symbol.Plan is null ? [] : GuestDefinition.Write(symbol.Declaration);
            writer.Write(definition.Length);
            writer.Write(definition);
        }
    });

    /// <summary>Waits for the guest's answer.</summary>
    /// <inheritdoc cref="GuestProcess.StartAsync"/>
    public static LoadedSymbols End(GuestStart start, GuestControl control, int pid)
    {
        using BinaryReader? answer = control.Receive();
        if (answer is null)
        {
            throw new GuestStartException(start.Library, "it ended before the library was loaded.");
        }

        try
        {
            return Read(start, answer, pid);
        }
        catch (Exception broken) when (broken is IOException or FormatException or ArgumentException)
        {
            throw new GuestStartException(start.Library, "it answered in a way that no guest does.", broken);
        }
    }

    private static LoadedSymbols Read(GuestStart start, BinaryReader answer, int pid) => (GuestMessage)answer.ReadByte() switch
    {
        GuestMessage.Loaded => ReadLoaded(start, answer),
        GuestMessage.NotLoaded => throw new LibraryLoadException(start.Library, ReadAttempts(answer)),
        GuestMessage.WrongHash => throw ReadHash(start, answer),
        GuestMessage.MissingSymbols => throw new MissingSymbolsException(start.Library, answer.ReadString(), [.. ReadStrings(answer)]),
        GuestMessage.Failed => throw new GuestStartException(start.Library, $"guest {pid} says: {answer.ReadString()}"),
        _ => throw new FormatException(),
    };

    private static LoadedSymbols ReadLoaded(GuestStart start, BinaryReader answer)
    {
        string path = answer.ReadString();
        nint arena = (nint)answer.ReadInt64();
        nint[] addresses = new nint[start.Symbols.Count];
        for (int i = 0; i < addresses.Length; i++)
        {
            addresses[i] = (nint)answer.ReadInt64();
        }

        return new LoadedSymbols(path, arena, addresses);
    }

    private static ImmutableArray<LoadAttempt> ReadAttempts(BinaryReader answer)
    {
        List<string> texts = ReadStrings(answer);
        return [.. Enumerable.Range(0, texts.Count / 2).Select(i => new LoadAttempt(texts[2 * i], texts[(2 * i) + 1]))];
    }

    private static LibraryHashException ReadHash(GuestStart start, BinaryReader answer)
    {
        string path = answer.ReadString();
        string actual = answer.ReadString();
        string cause = answer.ReadString();
        return actual.Length > 0
            ? LibraryHashException.Differs(start.Library, path, start.Sha256!, actual)
            : LibraryHashException.Unread(start.Library, path, start.Sha256!, new IOException(cause));
    }

    private static List<string> ReadStrings(BinaryReader answer)
    {
        int count = answer.ReadInt32();
        List<string> texts = [];
        while (count-- > 0)
        {
            texts.Add(answer.ReadString());
        }

        return texts;
    }

    private static void Write(BinaryWriter writer, IReadOnlyList<string> texts)
    {
        writer.Write(texts.Count);
        foreach (string text in texts)
        {
            writer.Write(text);
        }
    }
}
