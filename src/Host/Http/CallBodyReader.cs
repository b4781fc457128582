using System.Buffers;
using System.Text;
using System.Text.Json;

namespace ActorFfi;

/// <summary>Reads the body of a call request, <c>{"arguments": […]}</c>, straight into the arguments that the function declares.</summary>
/// <remarks>Strict: unknown and repeated members, comments, trailing commas and anything behind the object are refused.</remarks>
internal ref struct CallBodyReader
{
    private const int DeepestNesting = 8;

    private readonly ReadOnlySequence<byte> _body;
    private readonly CallBuilder _call;
    private Utf8JsonReader _reader;
    private long _allocatable;

    private CallBodyReader(in ReadOnlySequence<byte> body, CallBuilder call, long maxAllocation)
    {
        _body = body;
        _call = call;
        _allocatable = maxAllocation;
        _reader = new Utf8JsonReader(body, new JsonReaderOptions { MaxDepth = DeepestNesting });
    }

    /// <summary>Reads all arguments of the call.</summary>
    /// <param name="body">The whole body.</param>
    /// <param name="call">Takes the arguments.</param>
    /// <param name="maxAllocation">How many bytes may be allocated for arguments that only ask for room.</param>
    /// <exception cref="JsonException">The body is not the JSON of a call.</exception>
    /// <exception cref="ArgumentException">An argument does not fit the declaration.</exception>
    /// <exception cref="BadHttpRequestException">More room is asked for than is allowed.</exception>
    public static void Read(in ReadOnlySequence<byte> body, CallBuilder call, long maxAllocation) =>
        new CallBodyReader(body, call, maxAllocation).Read(isLine: false);

    /// <summary>Reads all arguments of a call that is a line of a batch, <c>{"symbol": "…", "arguments": […]}</c>.</summary>
    /// <inheritdoc cref="Read(in ReadOnlySequence{byte}, CallBuilder, long)"/>
    public static void ReadLine(in ReadOnlySequence<byte> body, CallBuilder call, long maxAllocation) =>
        new CallBodyReader(body, call, maxAllocation).Read(isLine: true);

    /// <summary>The symbol that a line of a batch names.</summary>
    /// <exception cref="JsonException">The line is not JSON, or names none.</exception>
    public static string SymbolOf(in ReadOnlySequence<byte> line)
    {
        CallBodyReader reader = new(line, null!, 0);
        reader.Advance();
        reader.Demand(JsonTokenType.StartObject, "an object with the members 'symbol' and 'arguments'");
        for (reader.Advance(); reader._reader.TokenType != JsonTokenType.EndObject; reader.Advance())
        {
            bool isSymbol = reader.Text() == "symbol";
            reader.Advance();
            if (isSymbol)
            {
                reader.Demand(JsonTokenType.String, "the name of a symbol");
                return reader.Text();
            }

            if (!reader._reader.TrySkip())
            {
                throw reader.Wrong("it ends too early");
            }
        }

        throw reader.Wrong("the member 'symbol' is missing. Name the symbol that the line calls");
    }

    private void Read(bool isLine)
    {
        Advance();
        Demand(JsonTokenType.StartObject, "an object with the member 'arguments'");
        bool isDone = false;
        bool isNamed = !isLine;
        for (Advance(); _reader.TokenType != JsonTokenType.EndObject; Advance())
        {
            string name = Text();
            if (name == "symbol" && !isNamed)
            {
                isNamed = true;
                Advance(); // It was read before.
                continue;
            }

            if (name != "arguments")
            {
                throw Wrong($"the member '{name}' is unknown. There is only 'arguments'");
            }

            if (isDone)
            {
                throw Wrong("the member 'arguments' occurs twice");
            }

            ReadArguments();
            isDone = true;
        }

        _reader.Read(); // Raises the error for anything behind the object.
    }

    private void ReadArguments()
    {
        Advance();
        Demand(JsonTokenType.StartArray, "the array of arguments");
        int excess = 0;
        for (Advance(); _reader.TokenType != JsonTokenType.EndArray; Advance())
        {
            if (_call.IsFull)
            {
                excess++;
                _reader.Skip();
            }
            else
            {
                ReadArgument();
            }
        }

        if (excess > 0)
        {
            throw ArgumentFault.OfCount(_call.Target, _call.Arguments.Count + excess);
        }
    }

    private void ReadArgument()
    {
        switch (_reader.TokenType)
        {
            case JsonTokenType.Null:
                _call.AddNull();
                break;
            case JsonTokenType.String:
                ReadText();
                break;
            case JsonTokenType.StartObject:
                ReadMemory();
                break;
            case JsonTokenType.StartArray:
                throw Wrong("an argument cannot be an array. Pass bytes as {\"buffer\": \"<base64>\"}");
            default:
                _call.AddNumber(Literal());
                break;
        }
    }

    private void ReadText()
    {
        string text = Text();
        if (ScalarKinds.IsFloat(_call.Next.Type.Kind) && IsNotFinite(text))
        {
            _call.AddNumber(text);
        }
        else
        {
            _call.AddText(text);
        }
    }

    private void ReadMemory()
    {
        Advance();
        Demand(JsonTokenType.PropertyName, $"a member 'buffer', 'allocate', or a scalar type ({ScalarKinds.Names})");
        string name = Text();
        Advance();
        if (name == "buffer")
        {
            ReadBuffer();
        }
        else if (name == "allocate")
        {
            ReadAllocation();
        }
        else
        {
            ReadScalar(name);
        }

        Advance();
        Demand(JsonTokenType.EndObject, "the end of the argument, which has one member");
    }

    private void ReadBuffer()
    {
        _call.DemandBuffer();
        Demand(JsonTokenType.String, "base64 text");
        byte[]? bytes = Bytes()
            ?? throw ArgumentFault.Of(_call.Target, _call.Next, "is no valid base64. Encode the bytes as RFC 4648 section 4 says, with padding.");
        _call.AddBuffer(OwnedBuffer.TakeOver(ref bytes));
    }

    private void ReadAllocation()
    {
        Demand(JsonTokenType.Number, "a number of bytes");
        _call.AddAllocation(Literal(), ref _allocatable);
    }

    private void ReadScalar(string name)
    {
        NativeTypeKind kind = ScalarKinds.Find(name)
            ?? throw Wrong($"the member '{name}' is unknown. Write 'buffer', 'allocate', or a scalar type ({ScalarKinds.Names})");
        bool isText = _reader.TokenType == JsonTokenType.String;
        string literal = isText ? Text() : Literal();
        if (isText && !(ScalarKinds.IsFloat(kind) && IsNotFinite(literal)))
        {
            throw Wrong($"the value of '{name}' must be a JSON number or bool");
        }

        _call.AddPointerTo(kind, literal);
    }

    private static bool IsNotFinite(string text) => text is "NaN" or "Infinity" or "-Infinity";

    private void Advance()
    {
        if (!_reader.Read())
        {
            throw Wrong("it ends too early");
        }
    }

    private readonly void Demand(JsonTokenType type, string expected)
    {
        if (_reader.TokenType != type)
        {
            throw Wrong($"expected {expected}");
        }
    }

    private readonly string Literal() => _reader.TokenType switch
    {
        JsonTokenType.True => "true",
        JsonTokenType.False => "false",
        JsonTokenType.Number => _reader.HasValueSequence ? Encoding.ASCII.GetString(_reader.ValueSequence) : Encoding.ASCII.GetString(_reader.ValueSpan),
        _ => throw Wrong("expected a number, true or false"),
    };

    private readonly string Text()
    {
        try
        {
            return _reader.GetString()!;
        }
        catch (InvalidOperationException)
        {
            throw Wrong("the text is not valid Unicode");
        }
    }

    private readonly byte[]? Bytes()
    {
        try
        {
            return _reader.TryGetBytesFromBase64(out byte[]? bytes) ? bytes : null;
        }
        catch (InvalidOperationException)
        {
            return null; // Escapes that are no Unicode.
        }
    }

    private readonly JsonException Wrong(string fault)
    {
        ReadOnlySequence<byte> before = _body.Slice(0, _reader.TokenStartIndex);
        long line = 0;
        SequenceReader<byte> lines = new(before);
        while (lines.TryAdvanceTo((byte)'\n'))
        {
            line++;
        }

        // What is left behind the last line break is the part of the line before the token.
        return new JsonException(fault, path: null, line, lines.Remaining);
    }
}
