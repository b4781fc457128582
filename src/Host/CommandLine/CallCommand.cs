using System.Buffers;
using System.Text;
using System.Text.Json;

namespace ActorFfi;

/// <summary><c>actorffi call</c>: one call, from configuration or from a declaration on the command line.</summary>
internal sealed class CallCommand
{
    /// <summary>What the words behind the command mean.</summary>
    public const string Help = """
        LIBRARY (not with --path), SYMBOL and its arguments, each converted as its parameter is declared:
        -7, 0xff, 1e-3, NaN, true    a number or bool
        null                         a null pointer
        @FILE                        a buffer with the bytes of a file
        len:@FILE                    the length of a file
        out:N, out:N=FILE            a zeroed buffer of N bytes, printed as hex or saved afterwards
        u64:65536, f64:0.5, …        a pointer to a value, printed afterwards
        anything else, text:…        text
        """;

    public string? Config { get; init; }

    public string[] Paths { get; init; } = [];

    public string[] Declarations { get; init; } = [];

    public string[] Types { get; init; } = [];

    public string[] Words { get; init; } = [];

    public bool PrintsJson { get; init; }

    public required TextWriter Output { get; init; }

    private bool IsDirect => Paths.Length + Declarations.Length + Types.Length > 0;

    /// <summary>Makes the call and prints its reply.</summary>
    public async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        try
        {
            await CallAsync(cancellationToken).ConfigureAwait(false);
            return ExitCodes.Success;
        }
        catch (ActorFfiException failure) when (PrintsJson)
        {
            return await PrintAsync(failure).ConfigureAwait(false);
        }
        catch (ArgumentException failure) when (PrintsJson)
        {
            return await PrintAsync(failure).ConfigureAwait(false);
        }
    }

    private async Task CallAsync(CancellationToken cancellationToken)
    {
        int named = IsDirect ? 1 : 2;
        if (Words.Length < named)
        {
            throw new UsageException("The symbol is missing. Write 'actorffi call LIBRARY SYMBOL ARGS…', or 'actorffi call --path FILE --declare PROTOTYPE SYMBOL ARGS…'.");
        }

        FfiRuntime ffi = await FfiRuntime.StartAsync(Declare, cancellationToken).ConfigureAwait(false);
        await using (ffi.ConfigureAwait(false))
        {
            CallTarget target = CallTarget.Find(ffi, IsDirect ? ffi.Libraries.Single() : Words[0], Words[named - 1]);
            using CallBuilder call = new(target);
            ArgumentWords.AddAll(call, Words.AsSpan(named));
            NativeReply reply = await call.RunAsync(cancellationToken).ConfigureAwait(false);
            await ShowAsync(call, reply.Failure is null ? reply : throw reply.Failure).ConfigureAwait(false);
        }
    }

    private void Declare(FfiRuntimeBuilder builder)
    {
        if (IsDirect)
        {
            DeclareDirectly(builder);
            return;
        }

        ConfigurationManager configuration = new();
        ConfigurationFile.Load(configuration, ConfigurationFile.Find(Config));
        builder.AddConfiguration(configuration.GetSection(ActorFfiOptions.SectionName));
        IDictionary<string, LibraryOptions> libraries = builder.Options.Libraries;
        foreach (string other in libraries.ContainsKey(Words[0]) ? libraries.Keys.Where(name => name != Words[0]).ToArray() : [])
        {
            libraries.Remove(other); // Nothing else is loaded for one call.
        }
    }

    private void DeclareDirectly(FfiRuntimeBuilder builder)
    {
        if (Config is not null)
        {
            throw new UsageException("'--config' does not go with '--path' and '--declare': the library is either configured or declared here.");
        }

        if (Paths.Length == 0 || Declarations.Length == 0)
        {
            throw new UsageException("A call without configuration needs both '--path FILE' and '--declare PROTOTYPE'.");
        }

        builder.AddLibrary(NameOf(Paths[0]), library =>
        {
            library.Path(Paths).Types(Types);
            foreach (string prototype in Declarations)
            {
                library.Declare(prototype);
            }
        });
    }

    // What messages call the library: its file, but for what a name cannot have.
    private static string NameOf(string path)
    {
        char[] name = [.. Path.GetFileName(path).Select(c => char.IsLetterOrDigit(c) || c is '.' or '-' or '_' or '+' ? c : '-')];
        return name.Length == 0 ? "library" : new string(name);
    }

    private async Task ShowAsync(CallBuilder call, NativeReply reply)
    {
        foreach (CallArgument saved in call.Arguments.Where(argument => argument.File is not null))
        {
            BufferFiles.Save(saved.Buffer!, saved.File!);
        }

        if (PrintsJson)
        {
            await PrintAsync(writer => ReplyJson.WriteAsync(writer, call, reply, static () => ValueTask.CompletedTask)).ConfigureAwait(false);
        }
        else
        {
            ReplyText.Write(Output, call, reply);
        }
    }

    private async Task<int> PrintAsync(Exception failure)
    {
        Problem problem = ProblemMapping.Of(failure);
        await PrintAsync(writer =>
        {
            writer.WriteStartObject();
            writer.WriteString("error", problem.Error);
            writer.WriteString("detail", problem.Detail);
            problem.WriteFacts(writer);
            writer.WriteEndObject();
            return Task.CompletedTask;
        }).ConfigureAwait(false);
        return CommandLineApp.CodeOf(failure);
    }

    private async Task PrintAsync(Func<Utf8JsonWriter, Task> write)
    {
        ArrayBufferWriter<byte> bytes = new();
        Utf8JsonWriter writer = new(bytes, Problem.JsonOptions);
        await using (writer.ConfigureAwait(false))
        {
            await write(writer).ConfigureAwait(false);
        }

        await Output.WriteLineAsync(Encoding.UTF8.GetString(bytes.WrittenSpan)).ConfigureAwait(false);
    }
}
