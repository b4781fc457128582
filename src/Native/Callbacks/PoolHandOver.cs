// Safety: the frame is copied before the native thread goes on, into a pinned array that this object holds; C strings are
// copied along, so that a handler which is later than its deadline reads memory that is still there.
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace ActorFfi;

/// <summary>One run of a callback's handler on the thread pool, with a copy of its frame.</summary>
internal sealed unsafe class PoolHandOver : IThreadPoolWorkItem
{
    private readonly CallbackTarget _target;
    private readonly FrameHandler _handler;
    private readonly LibraryGeneration _generation;
    private readonly NativeCallScope? _call;
    private readonly byte[] _frame;
    private readonly List<byte[]> _texts = [];
    private readonly ManualResetEventSlim _done = new();

    // Decided once, under this lock, so that a late handler finds out that nobody waits any more.
    private readonly Lock _gate = new();
    private bool _isWaiting = true;
    private Exception? _failure;

    public PoolHandOver(CallbackTarget target, FrameHandler handler, LibraryGeneration generation, nint frame, NativeCallScope? call)
    {
        _target = target;
        _handler = handler;
        _generation = generation;
        _call = call;
        _frame = GC.AllocateUninitializedArray<byte>(target.Layout.Size, pinned: true);
        new ReadOnlySpan<byte>((void*)frame, _frame.Length).CopyTo(_frame);
        CopyTexts();
        if (target.Layout.ReturnsInMemory)
        {
            *(nint*)(Frame + CallbackFrame.Integers) = Copy(new byte[target.Layout.Signature.Result.Size]);
        }
    }

    private nint Frame => (nint)Unsafe.AsPointer(ref MemoryMarshal.GetArrayDataReference(_frame));

    /// <summary>Hands the handler to the pool and, unless it is posted, waits for it.</summary>
    public void Run(nint frame)
    {
        ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
        if (_target.Options.Place == CallbackPlace.Post)
        {
            return;
        }

        if (!_done.Wait(_target.Options.Deadline) && TryGiveUp())
        {
            _target.WriteFallback(frame);
            CallbackRefusal.DeadlineExceeded(_target, _call);
            return;
        }

        TakeResult(frame);
    }

    /// <inheritdoc/>
    public void Execute()
    {
        bool isPosted = _target.Options.Place == CallbackPlace.Post;
        NativeCallScope? previous = isPosted ? NativeCallScope.Adopt(null) : NativeCallScope.Adopt(_call, _call is null ? _target : null);
        Exception? failure = null;
        try
        {
            _handler(Frame, _generation);
        }
        catch (Exception e)
        {
            failure = e;
        }
        finally
        {
            NativeCallScope.Restore(previous);
        }

        Finish(failure, isPosted);
    }

    private void Finish(Exception? failure, bool isPosted)
    {
        lock (_gate)
        {
            if (!isPosted && _isWaiting)
            {
                _isWaiting = false;
                _failure = failure;
                _done.Set();
                return;
            }
        }

        if (failure is not null)
        {
            _target.Fail(null, failure);
        }
        else if (isPosted)
        {
            _target.NoteSuccess(null); // The call has gone on.
        }
    }

    private bool TryGiveUp()
    {
        lock (_gate)
        {
            bool gaveUp = _isWaiting;
            _isWaiting = false;
            return gaveUp;
        }
    }

    private void TakeResult(nint frame)
    {
        if (_failure is not null)
        {
            _target.WriteFallback(frame);
            _target.Fail(_call, _failure);
        }
        else
        {
            _target.NoteSuccess(_call);
            CopyLargeResult(frame);
            int size = CallbackFrame.Reserved - CallbackFrame.IntegerResult;
            _frame.AsSpan(CallbackFrame.IntegerResult, size).CopyTo(new Span<byte>((byte*)frame + CallbackFrame.IntegerResult, size));
        }
    }

    // Native code waits for the result at its own address; the copy is what a late handler may still write to.
    private void CopyLargeResult(nint frame)
    {
        if (_target.Layout.ReturnsInMemory)
        {
            nint place = *(nint*)((byte*)frame + CallbackFrame.Integers);
            int size = _target.Layout.Signature.Result.Size;
            new ReadOnlySpan<byte>(*(byte**)(Frame + CallbackFrame.Integers), size).CopyTo(new Span<byte>((byte*)place, size));
            *(nint*)(Frame + CallbackFrame.IntegerResult) = place;
        }
    }

    private void CopyTexts()
    {
        CallbackLayout layout = _target.Layout;
        for (int i = 0; i < layout.Places.Length; i++)
        {
            nint* text = (nint*)(Frame + layout.Places[i].Low);
            if (layout.Signature.Parameters[i].Type.Kind == NativeTypeKind.CString && *text != 0)
            {
                *text = Copy(MemoryMarshal.CreateReadOnlySpanFromNullTerminated((byte*)*text));
            }
        }
    }

    private nint Copy(ReadOnlySpan<byte> text)
    {
        byte[] copy = GC.AllocateArray<byte>(text.Length + 1, pinned: true);
        text.CopyTo(copy);
        _texts.Add(copy);
        return (nint)Unsafe.AsPointer(ref MemoryMarshal.GetArrayDataReference(copy));
    }
}
