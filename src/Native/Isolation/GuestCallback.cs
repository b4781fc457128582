// Safety: the frame is a pinned array of this object, as are the copies of texts and the room of a large result, so that handlers read
// and write private memory alone. What came from the guest was copied once and checked; the guest's memory is reached by system calls.
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace ActorFfi;

/// <summary>One callback out of a guest: its arguments, copied, and the native thread that waits for the answer.</summary>
/// <remarks>Threads: one runs the handler; the answer is given once, by it or by the deadline.</remarks>
internal sealed unsafe class GuestCallback : IThreadPoolWorkItem
{
    private const int LongestText = 1 << 26;
    private const int Page = 4096;

    private readonly GuestProcess _guest;
    private readonly GuestPlace _place;
    private readonly CallbackTarget _target;
    private readonly NativeCallScope? _call;
    private readonly byte[] _frame;
    private readonly List<byte[]> _texts = [];
    private nint _largeResult; // Where the guest wants a result that does not fit registers; 0 for none.
    private int _answered; // Changed interlocked only.

    private GuestCallback(GuestProcess guest, GuestPlace place, CallbackTarget target, NativeCallScope? call)
    {
        _guest = guest;
        _place = place;
        _target = target;
        _call = call;
        _frame = GC.AllocateUninitializedArray<byte>(target.Layout.Size, pinned: true);
    }

    private nint Frame => AddressOf(_frame);

    /// <summary>Copies what the guest asks; null where it breaks a rule, which ends it.</summary>
    /// <param name="guest">The guest.</param>
    /// <param name="place">Where it asks.</param>
    /// <param name="call">The call that the native thread is inside of; null for a thread of native code's own.</param>
    public static GuestCallback? Read(GuestProcess guest, GuestPlace place, NativeCallScope? call)
    {
        CallbackTarget? target = TrampolinePool.Find(SharedWord.Read32(place.Address + ChannelLayout.PlaceTrampoline));
        if (target is null || !target.MayBeCalledBy(guest))
        {
            guest.Break("it called a callback that it was never given");
            return null;
        }

        GuestCallback callback = new(guest, place, target, call);
        if (callback.TryCopy())
        {
            return callback;
        }

        guest.Break("the arguments of a callback are not where it says");
        return null;
    }

    /// <summary>Runs the handler on this thread, or where it is declared to run, and answers.</summary>
    public void Run()
    {
        GuestPlace? previous = _place.Enter();
        try
        {
            if (_target.HandlerInPlace(_call is not null) is { } handler)
            {
                handler(Frame, _guest.Generation);
                _target.NoteSuccess(_call);
            }
            else
            {
                _target.Run(Frame, _call, _guest.Generation);
            }
        }
        catch (Exception e)
        {
            _target.WriteFallback(Frame);
            _target.Fail(_call, e);
        }
        finally
        {
            GuestPlace.Leave(previous);
        }

        Answer(_frame);
    }

    /// <summary>Runs the handler on the pool; the native thread waits no longer than is declared.</summary>
    public void RunOnPool() => ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);

    /// <inheritdoc/>
    public void Execute()
    {
        NativeCallScope? previous = NativeCallScope.Adopt(_call, _call is null ? _target : null);
        try
        {
            using Timer deadline = new(static state => ((GuestCallback)state!).GiveUp(), this, _target.Options.Deadline, Timeout.InfiniteTimeSpan);
            Run();
        }
        finally
        {
            NativeCallScope.Restore(previous);
        }
    }

    private void GiveUp()
    {
        byte[] frame = GC.AllocateUninitializedArray<byte>(_frame.Length, pinned: true);
        nint address = AddressOf(frame);
        if (_target.Layout.ReturnsInMemory)
        {
            byte[] room = Keep(new byte[_target.Layout.Signature.Result.Size]);
            *(nint*)(address + CallbackFrame.Integers) = AddressOf(room);
        }

        _target.WriteFallback(address);
        if (Answer(frame))
        {
            CallbackRefusal.DeadlineExceeded(_target, _call);
        }
    }

    private bool Answer(byte[] frame)
    {
        if (Interlocked.Exchange(ref _answered, 1) != 0)
        {
            return false;
        }

        nint address = AddressOf(frame);
        if (_target.Layout.ReturnsInMemory)
        {
            int size = _target.Layout.Signature.Result.Size;
            if (!_guest.Memory.TryWrite(_largeResult, new ReadOnlySpan<byte>(*(byte**)(address + CallbackFrame.Integers), size)) && !_guest.HasEnded)
            {
                _guest.Break("there is no room for the result of a callback where it says");
            }

            *(nint*)(address + CallbackFrame.IntegerResult) = _largeResult;
        }

        _place.Answer(frame.AsSpan(CallbackFrame.IntegerResult, CallbackFrame.Reserved - CallbackFrame.IntegerResult));
        return true;
    }

    private bool TryCopy()
    {
        nint inGuest = (nint)SharedWord.Read64(_place.Address + ChannelLayout.PlaceFrameAddress);
        int near = Math.Min(_frame.Length, ChannelLayout.CopiedFrame);
        new ReadOnlySpan<byte>((byte*)_place.Address + ChannelLayout.PlaceFrame, near).CopyTo(_frame);
        if (!_guest.Memory.TryRead(inGuest + near, _frame.AsSpan(near)))
        {
            return false;
        }

        CallbackLayout layout = _target.Layout;
        if (layout.ReturnsInMemory)
        {
            _largeResult = *(nint*)(Frame + CallbackFrame.Integers);
            *(nint*)(Frame + CallbackFrame.Integers) = AddressOf(Keep(new byte[layout.Signature.Result.Size]));
        }

        for (int i = 0; i < layout.Places.Length; i++)
        {
            if (layout.Signature.Parameters[i].Type.Kind == NativeTypeKind.CString && !TryCopyText((nint*)(Frame + layout.Places[i].Low)))
            {
                return false;
            }
        }

        return true;
    }

    // Page by page: the one behind the text may not be there.
    private bool TryCopyText(nint* text)
    {
        if (*text == 0)
        {
            return true;
        }

        List<byte> bytes = [];
        byte[] page = new byte[Page];
        nint next = *text;
        while (bytes.Count < LongestText)
        {
            Span<byte> part = page.AsSpan(0, Page - (int)(next & (Page - 1)));
            if (!_guest.Memory.TryRead(next, part))
            {
                return false;
            }

            int end = part.IndexOf((byte)0);
            bytes.AddRange(end < 0 ? part : part[..end]);
            if (end >= 0)
            {
                *text = AddressOf(Keep([.. bytes, 0]));
                return true;
            }

            next += part.Length;
        }

        return false;
    }

    private byte[] Keep(byte[] bytes)
    {
        byte[] copy = GC.AllocateUninitializedArray<byte>(bytes.Length, pinned: true);
        bytes.CopyTo(copy, 0);
        _texts.Add(copy);
        return copy;
    }

    private static nint AddressOf(byte[] pinned) => (nint)Unsafe.AsPointer(ref MemoryMarshal.GetArrayDataReference(pinned));
}
