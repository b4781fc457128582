namespace ActorFfi;

/// <content>How an owner reads and writes the memory: by callback, which is the recommended door, or by borrow.</content>
public sealed partial class OwnedBuffer
{
    /// <summary>Borrows all bytes for reading, until the borrow is disposed. Any number of readers may be inside.</summary>
    /// <exception cref="InvalidOperationException">The buffer is longer than <see cref="int.MaxValue"/> bytes: borrow parts.</exception>
    /// <exception cref="BufferStateException">The state does not allow reading.</exception>
    /// <exception cref="ObjectDisposedException">The buffer is disposed.</exception>
    public ReadBorrow Borrow() => Borrow(0, SpanLength());

    /// <summary>Borrows a part for reading, until the borrow is disposed. Any number of readers may be inside.</summary>
    /// <param name="offset">Where the part starts, in bytes.</param>
    /// <param name="length">How long the part is, in bytes.</param>
    /// <exception cref="ArgumentOutOfRangeException">The part is not inside the buffer.</exception>
    /// <exception cref="BufferStateException">The state does not allow reading.</exception>
    /// <exception cref="ObjectDisposedException">The buffer is disposed.</exception>
    public ReadBorrow Borrow(long offset, int length)
    {
        CheckRange(offset, length);
        Raise(BufferEvent.BeginRead);
        return new ReadBorrow(BorrowLedger.Begin(this), SpanAt(offset, length));
    }

    /// <summary>Borrows all bytes for writing, until the borrow is disposed. Nobody else may be inside.</summary>
    /// <exception cref="InvalidOperationException">The buffer is longer than <see cref="int.MaxValue"/> bytes: borrow parts.</exception>
    /// <exception cref="BufferStateException">The state does not allow writing.</exception>
    /// <exception cref="ObjectDisposedException">The buffer is disposed.</exception>
    public WriteBorrow BorrowMutable() => BorrowMutable(0, SpanLength());

    /// <summary>Borrows a part for writing, until the borrow is disposed. Nobody else may be inside, not even in other parts.</summary>
    /// <param name="offset">Where the part starts, in bytes.</param>
    /// <param name="length">How long the part is, in bytes.</param>
    /// <exception cref="ArgumentOutOfRangeException">The part is not inside the buffer.</exception>
    /// <exception cref="BufferStateException">The state does not allow writing.</exception>
    /// <exception cref="ObjectDisposedException">The buffer is disposed.</exception>
    public WriteBorrow BorrowMutable(long offset, int length)
    {
        CheckRange(offset, length);
        Raise(BufferEvent.BeginWrite);
        return new WriteBorrow(BorrowLedger.Begin(this), SpanAt(offset, length));
    }

    /// <summary>Shows the bytes to a reader, which cannot keep them.</summary>
    /// <param name="reader">What is called with the bytes.</param>
    /// <exception cref="InvalidOperationException">The buffer is longer than <see cref="int.MaxValue"/> bytes: take parts.</exception>
    /// <exception cref="BufferStateException">The state does not allow reading.</exception>
    /// <exception cref="ObjectDisposedException">The buffer is disposed.</exception>
    public void Read(Action<ReadOnlySpan<byte>> reader)
    {
        ArgumentNullException.ThrowIfNull(reader);
        using ReadBorrow borrow = Borrow();
        reader(borrow.Span);
    }

    /// <summary>Shows the bytes to a reader, which cannot keep them.</summary>
    /// <param name="reader">What is called with the bytes.</param>
    /// <typeparam name="TResult">The type of the result.</typeparam>
    /// <returns>What the callback returned.</returns>
    /// <exception cref="InvalidOperationException">The buffer is longer than <see cref="int.MaxValue"/> bytes: take parts.</exception>
    /// <exception cref="BufferStateException">The state does not allow reading.</exception>
    /// <exception cref="ObjectDisposedException">The buffer is disposed.</exception>
    public TResult Read<TResult>(Func<ReadOnlySpan<byte>, TResult> reader)
    {
        ArgumentNullException.ThrowIfNull(reader);
        using ReadBorrow borrow = Borrow();
        return reader(borrow.Span);
    }

    /// <summary>Shows the bytes to a reader, which cannot keep them and gets a state along, so that it needs no closure.</summary>
    /// <param name="state">What is passed on to the reader.</param>
    /// <param name="reader">What is called with the bytes.</param>
    /// <typeparam name="TState">The type of the state; may be a span.</typeparam>
    /// <exception cref="InvalidOperationException">The buffer is longer than <see cref="int.MaxValue"/> bytes: take parts.</exception>
    /// <exception cref="BufferStateException">The state does not allow reading.</exception>
    /// <exception cref="ObjectDisposedException">The buffer is disposed.</exception>
    public void Read<TState>(TState state, Action<ReadOnlySpan<byte>, TState> reader)
        where TState : allows ref struct
    {
        ArgumentNullException.ThrowIfNull(reader);
        using ReadBorrow borrow = Borrow();
        reader(borrow.Span, state);
    }

    /// <summary>Shows the bytes to a reader, which cannot keep them and gets a state along, so that it needs no closure.</summary>
    /// <param name="state">What is passed on to the reader.</param>
    /// <param name="reader">What is called with the bytes.</param>
    /// <typeparam name="TState">The type of the state; may be a span.</typeparam>
    /// <typeparam name="TResult">The type of the result.</typeparam>
    /// <returns>What the callback returned.</returns>
    /// <exception cref="InvalidOperationException">The buffer is longer than <see cref="int.MaxValue"/> bytes: take parts.</exception>
    /// <exception cref="BufferStateException">The state does not allow reading.</exception>
    /// <exception cref="ObjectDisposedException">The buffer is disposed.</exception>
    public TResult Read<TState, TResult>(TState state, Func<ReadOnlySpan<byte>, TState, TResult> reader)
        where TState : allows ref struct
    {
        ArgumentNullException.ThrowIfNull(reader);
        using ReadBorrow borrow = Borrow();
        return reader(borrow.Span, state);
    }

    /// <summary>Shows a part of the bytes to a reader, which cannot keep them.</summary>
    /// <param name="offset">Where the part starts, in bytes.</param>
    /// <param name="length">How long the part is, in bytes.</param>
    /// <param name="reader">What is called with the bytes.</param>
    /// <exception cref="ArgumentOutOfRangeException">The part is not inside the buffer.</exception>
    /// <exception cref="BufferStateException">The state does not allow reading.</exception>
    /// <exception cref="ObjectDisposedException">The buffer is disposed.</exception>
    public void Read(long offset, int length, Action<ReadOnlySpan<byte>> reader)
    {
        ArgumentNullException.ThrowIfNull(reader);
        using ReadBorrow borrow = Borrow(offset, length);
        reader(borrow.Span);
    }

    /// <summary>Shows a part of the bytes to a reader, which cannot keep them.</summary>
    /// <param name="offset">Where the part starts, in bytes.</param>
    /// <param name="length">How long the part is, in bytes.</param>
    /// <param name="reader">What is called with the bytes.</param>
    /// <typeparam name="TResult">The type of the result.</typeparam>
    /// <returns>What the callback returned.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The part is not inside the buffer.</exception>
    /// <exception cref="BufferStateException">The state does not allow reading.</exception>
    /// <exception cref="ObjectDisposedException">The buffer is disposed.</exception>
    public TResult Read<TResult>(long offset, int length, Func<ReadOnlySpan<byte>, TResult> reader)
    {
        ArgumentNullException.ThrowIfNull(reader);
        using ReadBorrow borrow = Borrow(offset, length);
        return reader(borrow.Span);
    }

    /// <summary>Shows the bytes to a writer, which cannot keep them.</summary>
    /// <param name="writer">What is called with the bytes.</param>
    /// <exception cref="InvalidOperationException">The buffer is longer than <see cref="int.MaxValue"/> bytes: take parts.</exception>
    /// <exception cref="BufferStateException">The state does not allow writing.</exception>
    /// <exception cref="ObjectDisposedException">The buffer is disposed.</exception>
    public void Write(Action<Span<byte>> writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        using WriteBorrow borrow = BorrowMutable();
        writer(borrow.Span);
    }

    /// <summary>Shows the bytes to a writer, which cannot keep them.</summary>
    /// <param name="writer">What is called with the bytes.</param>
    /// <typeparam name="TResult">The type of the result.</typeparam>
    /// <returns>What the callback returned.</returns>
    /// <exception cref="InvalidOperationException">The buffer is longer than <see cref="int.MaxValue"/> bytes: take parts.</exception>
    /// <exception cref="BufferStateException">The state does not allow writing.</exception>
    /// <exception cref="ObjectDisposedException">The buffer is disposed.</exception>
    public TResult Write<TResult>(Func<Span<byte>, TResult> writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        using WriteBorrow borrow = BorrowMutable();
        return writer(borrow.Span);
    }

    /// <summary>Shows the bytes to a writer, which cannot keep them and gets a state along, so that it needs no closure.</summary>
    /// <param name="state">What is passed on to the writer.</param>
    /// <param name="writer">What is called with the bytes.</param>
    /// <typeparam name="TState">The type of the state; may be a span.</typeparam>
    /// <exception cref="InvalidOperationException">The buffer is longer than <see cref="int.MaxValue"/> bytes: take parts.</exception>
    /// <exception cref="BufferStateException">The state does not allow writing.</exception>
    /// <exception cref="ObjectDisposedException">The buffer is disposed.</exception>
    public void Write<TState>(TState state, Action<Span<byte>, TState> writer)
        where TState : allows ref struct
    {
        ArgumentNullException.ThrowIfNull(writer);
        using WriteBorrow borrow = BorrowMutable();
        writer(borrow.Span, state);
    }

    /// <summary>Shows the bytes to a writer, which cannot keep them and gets a state along, so that it needs no closure.</summary>
    /// <param name="state">What is passed on to the writer.</param>
    /// <param name="writer">What is called with the bytes.</param>
    /// <typeparam name="TState">The type of the state; may be a span.</typeparam>
    /// <typeparam name="TResult">The type of the result.</typeparam>
    /// <returns>What the callback returned.</returns>
    /// <exception cref="InvalidOperationException">The buffer is longer than <see cref="int.MaxValue"/> bytes: take parts.</exception>
    /// <exception cref="BufferStateException">The state does not allow writing.</exception>
    /// <exception cref="ObjectDisposedException">The buffer is disposed.</exception>
    public TResult Write<TState, TResult>(TState state, Func<Span<byte>, TState, TResult> writer)
        where TState : allows ref struct
    {
        ArgumentNullException.ThrowIfNull(writer);
        using WriteBorrow borrow = BorrowMutable();
        return writer(borrow.Span, state);
    }

    /// <summary>Shows a part of the bytes to a writer, which cannot keep them.</summary>
    /// <param name="offset">Where the part starts, in bytes.</param>
    /// <param name="length">How long the part is, in bytes.</param>
    /// <param name="writer">What is called with the bytes.</param>
    /// <exception cref="ArgumentOutOfRangeException">The part is not inside the buffer.</exception>
    /// <exception cref="BufferStateException">The state does not allow writing.</exception>
    /// <exception cref="ObjectDisposedException">The buffer is disposed.</exception>
    public void Write(long offset, int length, Action<Span<byte>> writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        using WriteBorrow borrow = BorrowMutable(offset, length);
        writer(borrow.Span);
    }

    /// <summary>Shows a part of the bytes to a writer, which cannot keep them.</summary>
    /// <param name="offset">Where the part starts, in bytes.</param>
    /// <param name="length">How long the part is, in bytes.</param>
    /// <param name="writer">What is called with the bytes.</param>
    /// <typeparam name="TResult">The type of the result.</typeparam>
    /// <returns>What the callback returned.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The part is not inside the buffer.</exception>
    /// <exception cref="BufferStateException">The state does not allow writing.</exception>
    /// <exception cref="ObjectDisposedException">The buffer is disposed.</exception>
    public TResult Write<TResult>(long offset, int length, Func<Span<byte>, TResult> writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        using WriteBorrow borrow = BorrowMutable(offset, length);
        return writer(borrow.Span);
    }
}
