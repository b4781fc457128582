namespace ActorFfi;

/// <summary>The arguments of one call from outside the process, taken one after the other and checked against the declaration.</summary>
/// <remarks>Ownership: owns the buffers of the arguments until it is disposed. Threads: one at a time.</remarks>
internal sealed class CallBuilder(CallTarget target) : IDisposable
{
    private readonly List<CallArgument> _arguments = [];
    private Task<NativeReply>? _running;

    public CallTarget Target => target;

    /// <summary>The arguments so far.</summary>
    public IReadOnlyList<CallArgument> Arguments => _arguments;

    /// <summary>Whether each parameter has its argument.</summary>
    public bool IsFull => _arguments.Count == target.Parameters.Length;

    /// <summary>The parameter that the next argument is for.</summary>
    public NativeParameter Next => IsFull ? throw ArgumentFault.OfCount(target, _arguments.Count + 1) : target.Parameters[_arguments.Count];

    /// <summary>Adds a number or bool that is written as text.</summary>
    public void AddNumber(string text)
    {
        NativeParameter parameter = Next;
        if (parameter.Type.IsPointer)
        {
            throw ArgumentFault.OfKind(target, parameter, $"the number {ScalarText.Shown(text)}");
        }

        Add(new CallArgument(parameter, Read(parameter.Type.Kind, text).ToArgument()));
    }

    /// <summary>Adds text, which the call passes as NUL-terminated UTF-8.</summary>
    public void AddText(string text)
    {
        if (Next.Type.Kind != NativeTypeKind.CString)
        {
            throw ArgumentFault.OfKind(target, Next, "text");
        }

        Add(new CallArgument(Next, text));
    }

    /// <summary>Adds a null pointer.</summary>
    public void AddNull()
    {
        if (!Next.Type.IsPointer)
        {
            throw ArgumentFault.OfKind(target, Next, "null");
        }

        Add(new CallArgument(Next, NativeArgument.Null));
    }

    /// <summary>Refuses to go on where the next argument cannot be a buffer; asked before one is made.</summary>
    public void DemandBuffer() => MemoryRules.DemandBuffer(target, Next);

    /// <summary>Adds a buffer after <see cref="DemandBuffer"/>, and takes it over.</summary>
    /// <param name="buffer">The buffer.</param>
    /// <param name="file">The file that it is saved to after the call, or null.</param>
    public void AddBuffer(OwnedBuffer buffer, string? file = null) => Add(new CallArgument(Next, buffer, buffer) { File = file });

    /// <summary>Adds a zeroed buffer of so many bytes.</summary>
    /// <param name="length">The number of bytes, written as text.</param>
    /// <param name="allocatable">How many bytes the call may still ask for; less by these afterwards.</param>
    /// <exception cref="BadHttpRequestException">More is asked for than is allowed.</exception>
    public void AddAllocation(string length, ref long allocatable)
    {
        DemandBuffer();
        ulong bytes = unchecked((ulong)Read(NativeTypeKind.U64, length).Bits);
        if (bytes > (ulong)allocatable)
        {
            throw new BadHttpRequestException(
                $"Argument '{Next.Name}' asks for {bytes:N0} bytes, but {allocatable:N0} are left of what one call may allocate. Ask for less, or raise '{HostOptions.Section}:{nameof(HostOptions.MaxAllocation)}'.",
                StatusCodes.Status413PayloadTooLarge);
        }

        allocatable -= (long)bytes;
        AddBuffer(target.Library.Allocate((long)bytes));
    }

    /// <summary>Adds a pointer to a value of its own.</summary>
    public void AddPointerTo(NativeTypeKind kind, string text)
    {
        MemoryRules.DemandScalar(target, Next, kind);
        OwnedBuffer buffer = Read(kind, text).ToBuffer(target.Library);
        Add(new CallArgument(Next, buffer, buffer, kind));
    }

    /// <summary>Makes the call on a worker, or for symbols that are declared for synchronous calls only, on a thread of the pool.</summary>
    /// <param name="cancellationToken">Withdraws the call while it is queued, and ends the waiting for one that runs.</param>
    /// <exception cref="ArgumentException">There are too few arguments, or one does not fit.</exception>
    /// <exception cref="OperationCanceledException">The waiting ended; a call that runs goes on, and its buffers are freed behind it.</exception>
    public async Task<NativeReply> RunAsync(CancellationToken cancellationToken)
    {
        if (!IsFull)
        {
            throw ArgumentFault.OfCount(target, _arguments.Count);
        }

        NativeArgument[] arguments = [.. _arguments.Select(argument => argument.Value)];
        target.DemandSameDeclaration();
        SymbolEntry place = target.Symbol.Entry;
        if (InPlace.TryEnter(place))
        {
            return InPlace.Run(place, target.Symbol, arguments);
        }

        _running = target.Symbol.Declaration.Nonblocking == false
            ? Task.Run(() => target.Symbol.TryInvoke(arguments), cancellationToken)
            : target.Symbol.With(new CallOptions { CancellationToken = cancellationToken, Timings = true }).TryCallAsync(arguments).AsTask();
        return await _running.WaitAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_running is { IsCompleted: false } left)
        {
            left.GetAwaiter().UnsafeOnCompleted(Free); // Native code still has the buffers.
        }
        else
        {
            Free();
        }
    }

    private void Free()
    {
        foreach (CallArgument argument in _arguments)
        {
            argument.Buffer?.Dispose();
        }
    }

    private void Add(CallArgument argument) => _arguments.Add(argument);

    private ScalarValue Read(NativeTypeKind kind, string text) =>
        ScalarText.Read(kind, text, out ScalarValue value) is { } fault ? throw ArgumentFault.Of(target, Next, fault) : value;
}
