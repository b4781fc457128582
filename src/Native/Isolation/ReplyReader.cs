// Safety: what a guest wrote is copied into private memory once and only then looked at; lengths come from the plan, and the one
// that comes from the guest is checked against the room it has. Slots have the size that the layout says.
using System.Buffers;
using System.Text;

namespace ActorFfi;

/// <summary>Reads the reply to a call out of its slot, as if a hostile program had written it and went on writing.</summary>
internal static unsafe class ReplyReader
{
    private const int LongestText = 1 << 30;

    /// <summary>Reads a reply; the frame of the arguments has the result then, as if the call had been made here.</summary>
    /// <param name="slot">The slot.</param>
    /// <param name="pending">The call.</param>
    /// <param name="value">The result.</param>
    /// <param name="errno">The errno that the call left.</param>
    /// <returns>Why there is no result; null where there is one.</returns>
    public static Exception? Read(nint slot, PendingCall pending, out NativeValue value, out int errno)
    {
        GuestFunction function = pending.Function!;
        CallArguments arguments = pending.Arguments!;
        GuestProcess guest = function.Guest;
        FrameLayout layout = arguments.Plan.Layout;
        value = default;
        errno = 0;
        GuestStatus status = (GuestStatus)(*(int*)(slot + ChannelLayout.Status));
        if (status != GuestStatus.Returned)
        {
            return Refusal(slot, pending, status);
        }

        CopyOut(pending, layout);
        byte* frame = (byte*)arguments.Frame;
        errno = arguments.Plan.Declaration.CapturesErrno ? *(int*)(frame + FrameLayout.Errno) : 0;
        if (arguments.Structs is { Count: > 0 } structs)
        {
            Adopt(structs, guest.Generation);
        }

        NativeType type = function.Plan.Declaration.Signature.Result;
        if (type.Kind != NativeTypeKind.CString && !function.FreesText)
        {
            value = ResultReader.Read(type, frame + layout.LargeResult, guest.Generation);
            return null;
        }

        return TryReadText(slot, pending, out string? text, out Exception? failure) ? Succeed(text, out value) : failure;
    }

    private static void Adopt(List<NativeStruct> structs, LibraryGeneration generation) => structs.ForEach(lent => lent.Adopt(generation));

    private static Exception? Succeed(string? text, out NativeValue value)
    {
        value = NativeValue.OfText(text);
        return null;
    }

    private static void CopyOut(PendingCall pending, FrameLayout layout)
    {
        byte* from = (byte*)pending.Frame;
        byte* to = (byte*)pending.Arguments!.Frame;
        Buffer.MemoryCopy(from, to, FrameLayout.Arguments, FrameLayout.Arguments);
        if (layout.LargeResult != FrameLayout.Result)
        {
            int length = layout.Size - layout.LargeResult;
            Buffer.MemoryCopy(from + layout.LargeResult, to + layout.LargeResult, length, length);
        }

        for (int i = 0; i < pending.Staged.Count; i++)
        {
            StagedMemory staged = pending.Staged[i];
            if (staged.CopiesBack)
            {
                Buffer.MemoryCopy((byte*)staged.Copy, (byte*)staged.Original, staged.Length, staged.Length);
            }
        }
    }

    private static Exception Refusal(nint slot, PendingCall pending, GuestStatus status)
    {
        GuestProcess guest = pending.Function!.Guest;
        if (status != GuestStatus.Refused)
        {
            return guest.Break("a reply has a status that does not exist");
        }

        return TryReadText(slot, pending, out string? text, out Exception? failure)
            ? new GuestRefusedException(guest.Library, pending.Function.Plan.Declaration.Name, text ?? "it gives no reason")
            : failure!;
    }

    private static bool TryReadText(nint slot, PendingCall pending, out string? text, out Exception? failure)
    {
        GuestProcess guest = pending.Function!.Guest;
        long length = SharedWord.Read64(slot + ChannelLayout.TextLength);
        nint address = (nint)SharedWord.Read64(slot + ChannelLayout.TextAddress);
        failure = null;
        text = null;
        if (length < 0)
        {
            return true;
        }

        int start = pending.Room;
        if (length > LongestText || (address == 0 && length > ChannelLayout.SlotSize - start))
        {
            failure = length > LongestText && address != 0
                ? new GuestRefusedException(guest.Library, pending.Function.Plan.Declaration.Name, $"its text of {length:N0} bytes is longer than a managed string")
                : guest.Break("a text does not fit where it is said to be");
            return false;
        }

        byte[] bytes = ArrayPool<byte>.Shared.Rent((int)length);
        try
        {
            Span<byte> copy = bytes.AsSpan(0, (int)length);
            if (address == 0)
            {
                new ReadOnlySpan<byte>((byte*)slot + start, copy.Length).CopyTo(copy);
            }
            else if (!guest.Memory.TryRead(address, copy))
            {
                failure = guest.HasEnded ? null : guest.Break("a text is not where it is said to be");
                failure ??= new GuestRefusedException(guest.Library, pending.Function.Plan.Declaration.Name, "the guest ended before its text was read");
                return false;
            }

            text = Encoding.UTF8.GetString(copy);
            return true;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(bytes);
        }
    }
}
