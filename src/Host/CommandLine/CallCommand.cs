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

    public required CallSource Source { get; init; }

    public bool PrintsJson { get; init; }

    public required TextWriter Output { get; init; }

    /// <summary>Makes the call and prints its reply.</summary>
    public async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        await CallAsync(cancellationToken).ConfigureAwait(false);
        return ExitCodes.Success;
    }

    private async Task CallAsync(CancellationToken cancellationToken)
    {
        FfiRuntime ffi = await Source.StartAsync("call", cancellationToken).ConfigureAwait(false);
        await using (ffi.ConfigureAwait(false))
        {
            using CallBuilder call = new(Source.Find(ffi));
            ArgumentWords.AddAll(call, Source.Arguments);
            NativeReply reply = await call.RunAsync(cancellationToken).ConfigureAwait(false);
            await ShowAsync(call, reply.Failure is null ? reply : throw reply.Failure).ConfigureAwait(false);
        }
    }

    private async Task ShowAsync(CallBuilder call, NativeReply reply)
    {
        foreach (CallArgument saved in call.Arguments.Where(argument => argument.File is not null))
        {
            BufferFiles.Save(saved.Buffer!, saved.File!);
        }

        if (PrintsJson)
        {
            await JsonOutput.WriteLineAsync(Output, writer => ReplyJson.WriteAsync(writer, call, reply, static () => ValueTask.CompletedTask)).ConfigureAwait(false);
        }
        else
        {
            ReplyText.Write(Output, call, reply);
        }
    }
}
