using System.Collections.Concurrent;
using System.Runtime.InteropServices;

namespace ActorFfi;

/// <summary>What a guest serves: the library, its functions and its lanes.</summary>
/// <remarks>Threads: lanes begin on the main thread; functions are found and defined on any.</remarks>
internal sealed class ServedLibrary
{
    private const int RehearsedFunction = int.MaxValue; // The parent counts up from zero.

    private readonly ServedSymbol[] _symbols;
    private readonly ServedLane?[] _lanes;
    private readonly GuestControl _control;
    private readonly string _name;
    private readonly string _baseDirectory;
    private readonly string? _sha256;
    private readonly string[] _candidates;
    private readonly ServedFunction?[] _declared; // Written by the thread that loads, before any call.
    private readonly ConcurrentDictionary<int, ServedFunction> _defined = new();

    private ServedLibrary(BinaryReader start, GuestControl control)
    {
        _control = control;
        _name = start.ReadString();
        Nonce = start.ReadInt64();
        long channelSize = start.ReadInt64();
        long arenaSize = start.ReadInt64();
        _lanes = new ServedLane?[start.ReadInt32()];
        _baseDirectory = start.ReadString();
        _sha256 = start.ReadString() is { Length: > 0 } hash ? hash : null;
        _candidates = [.. Enumerable.Range(0, start.ReadInt32()).Select(_ => start.ReadString())];
        _symbols = [.. Enumerable.Range(0, start.ReadInt32()).Select(_ => ServedSymbol.Read(start))];
        _declared = new ServedFunction?[_symbols.Length];
        Channel = SharedMemory.Open(GuestSpawn.ChannelFile, channelSize).Address;
        ServedCallbacks.Prepare(Channel, _lanes.Length);
        ServedFaults.NoteIn(Channel + ChannelLayout.FaultThread);
        Arena = SharedMemory.Open(GuestSpawn.ArenaFile, arenaSize).Address;
    }

    /// <summary>Where the channel is mapped.</summary>
    public nint Channel { get; }

    /// <summary>How many lanes there may be.</summary>
    public int Lanes => _lanes.Length;

    /// <summary>Where the arena is mapped.</summary>
    public nint Arena { get; }

    /// <summary>What stamps are counted from.</summary>
    public long Nonce { get; }

    /// <summary>Reads the first message.</summary>
    public static ServedLibrary Read(BinaryReader start, GuestControl control) => new(start, control);

    /// <summary>Begins the thread of a lane, unless it has begun; the first lane loads the library.</summary>
    public void BeginLane(int lane)
    {
        if (_lanes[lane] is null)
        {
            _lanes[lane] = new ServedLane(this, lane, lane == 0 ? Load : static _ => true);
            _lanes[lane]!.Begin();
        }
    }

    /// <summary>A function by its number; null where it is not known.</summary>
    public ServedFunction? Find(int number) =>
        number < _declared.Length ? _declared[number] : _defined.GetValueOrDefault(number);

    /// <summary>Makes a function known.</summary>
    public ServedFunction Define(int number, ReadOnlySpan<byte> definition) => _defined.GetOrAdd(number, new ServedFunction(_name, "(defined)", 0, definition.ToArray()));

    private bool Load(ServedLane lane)
    {
        try
        {
            LoadedLibrary loaded = LoadedLibrary.Open(_name, _candidates, _symbols.Select(symbol => symbol.Declaration), _baseDirectory, _sha256);
            nint[] addresses = Declare(loaded);
            lane.Rehearse(Rehearsal());
            Tell(loaded.Path, addresses);
            PrepareAll();
            return true;
        }
        catch (LibraryLoadException failure)
        {
            _control.TrySend(GuestMessage.NotLoaded, writer => Write(writer, [.. failure.Attempts.SelectMany(attempt => new[] { attempt.Path, attempt.Reason })]));
        }
        catch (LibraryHashException failure)
        {
            _control.TrySend(GuestMessage.WrongHash, writer =>
            {
                writer.Write(failure.Path);
                writer.Write(failure.Actual ?? "");
                writer.Write(failure.InnerException?.Message ?? "");
            });
        }
        catch (MissingSymbolsException failure)
        {
            _control.TrySend(GuestMessage.MissingSymbols, writer =>
            {
                writer.Write(failure.Path);
                Write(writer, failure.Symbols);
            });
        }
        catch (Exception failure)
        {
            _control.TrySend(GuestMessage.Failed, writer => writer.Write(failure.Message));
        }

        return false;
    }

    private nint[] Declare(LoadedLibrary loaded)
    {
        nint[] addresses = [.. _symbols.Select(symbol => loaded.AddressOf(symbol.Declaration.Name))];
        for (int i = 0; i < _symbols.Length; i++)
        {
            _declared[i] = _symbols[i].Definition.Length == 0 ? null : new ServedFunction(_name, _symbols[i].Declaration.Name, addresses[i], _symbols[i].Definition);
        }

        return addresses;
    }

    private void Tell(string path, nint[] addresses) => _control.TrySend(GuestMessage.Loaded, writer =>
    {
        writer.Write(path);
        writer.Write((long)Arena);
        Array.ForEach(addresses, address => writer.Write((long)address));
    });

    // A function of the C library that does nothing worth mentioning, for the first call of this process.
    private int Rehearsal()
    {
        const string name = "getpid";
        nint address = NativeLibrary.GetExport(NativeLibrary.GetMainProgramHandle(), name);
        SymbolDeclaration declaration = new(name, name, new NativeSignature([], new NativeType(NativeTypeKind.I32, "i32", sizeof(int))));
        _defined[RehearsedFunction] = new ServedFunction(_name, name, address, GuestDefinition.Write(declaration));
        return RehearsedFunction;
    }

    // What a first call would have to make is made meanwhile, so that a spare is as fast as the guest that it replaces.
    private void PrepareAll() => new Thread(() => Array.ForEach(_declared, static function => function?.Prepare())) { IsBackground = true, Name = "preparing" }.Start();

    private static void Write(BinaryWriter writer, IReadOnlyCollection<string> texts)
    {
        writer.Write(texts.Count);
        foreach (string text in texts)
        {
            writer.Write(text);
        }
    }
}
