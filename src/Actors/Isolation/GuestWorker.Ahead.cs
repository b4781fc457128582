using System.Diagnostics;

namespace ActorFfi;

/// <content>Calls that a guest has behind the one that it runs, so that it need not wait for this process between them.</content>
internal sealed partial class GuestWorker
{
    private const int FewAhead = GuestLane.Depth / 2;

    private readonly Queue<NativeCall> _ahead = new(GuestLane.Depth); // With the guest, behind _call.
    private readonly List<NativeCall> _again = []; // The guest had them and did not run them; in order.
    private readonly List<NativeCall> _unsent = []; // No guest had them; they come after those.
    private readonly NativeCall?[] _taken = new NativeCall?[GuestLane.Depth];

    // What the guest has now, as far as it is known here.
    private void BeginNext()
    {
        NativeCall? next = _ahead.Count > 0 ? _ahead.Dequeue() : null;
        if (next is not null)
        {
            NoteBegin(next);
        }

        _call = next;
    }

    private void NoteBegin(NativeCall call)
    {
        _givenAt = Environment.TickCount64;
        if (call.PostedAt != 0)
        {
            call.StartedAt = Stopwatch.GetTimestamp();
        }
    }

    // Only who takes the replies of the guest may give it several calls: nobody else can take a reply before all are given.
    // True where the worker is taken care of.
    private bool TryTakeAhead(in GuestReply reply)
    {
        int left = _ahead.Count + (_call is null ? 0 : 1);
        if (left > FewAhead || reply.Outcome != GuestOutcome.Answered || !Mailbox.HasSomeAhead || !MayTakeAhead(reply.Lane))
        {
            return false;
        }

        int count = Mailbox.TakeAhead(this, left, _taken.AsSpan(0, GuestLane.Depth - left));
        bool isTaken = true;
        for (int i = 0; i < count; i++)
        {
            NativeCall call = _taken[i]!;
            _taken[i] = null;
            isTaken = isTaken && TryGiveAhead(call, reply.Lane);
            if (!isTaken)
            {
                _unsent.Add(call);
            }
        }

        if (count > 0)
        {
            reply.Lane.SubmitAll();
        }

        if (count == 0 || _call is not null)
        {
            return _call is not null;
        }

        // None came to the guest: they were answered here, or it has ended.
        EndRound();
        return true;
    }

    private bool MayTakeAhead(GuestLane lane) =>
        _followers is null && _toDecide is null && _again.Count == 0 && _unsent.Count == 0 && _place is { } place && place.Lane == lane && pool.LetsKeep(place);

    // False where the guest does not take it.
    private bool TryGiveAhead(NativeCall call, GuestLane lane)
    {
        Guest guest = _place!.Value.Guest;
        Exception? refusal = RefusalOf(call);
        if (refusal is null && guest.FunctionOf(call.Symbol) is { } function)
        {
            return TrySubmitAhead(call, function, guest, lane);
        }

        Answer(call, refusal ?? call.Symbol.Library.Unavailable());
        return true;
    }

    private bool TrySubmitAhead(NativeCall call, GuestFunction function, Guest guest, GuestLane lane)
    {
        call.Guest = guest.Process;
        try
        {
            if (!lane.TrySubmitMore(function, call.Arguments, this))
            {
                return false;
            }
        }
        catch (Exception failure) when (failure is ArenaFullException or StaleHandleException)
        {
            return false; // It is met again when the call is given alone.
        }

        pool.Count(guest);
        if (_call is not null)
        {
            _ahead.Enqueue(call);
        }
        else
        {
            NoteBegin(call);
            _call = call;
        }

        return true;
    }

    // The guest has none of the worker's calls. Those that did not run do, with the next guest or with this one where it lives.
    private void EndRound()
    {
        if (_again.Count + _unsent.Count == 0)
        {
            Continue(NextFollower());
            return;
        }

        NativeCall[] again = [.. _again, .. _unsent];
        _again.Clear();
        _unsent.Clear();
        if (again.Length > 1)
        {
            _followers = again[1..]; // So they stay in order.
            _next = 0;
            Array.ForEach(_followers, static follower => follower.Requeue());
        }

        LeavePlace();
        Continue(again[0]);
    }
}
