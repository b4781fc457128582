using Akka.Actor;

namespace ActorFfi;

/// <summary>The actor of one guest: starts the process, looks after it, and fails when it dies, for the library's actor to decide.</summary>
internal sealed class GuestActor : ReceiveActor
{
    private static readonly TimeSpan _lookEvery = TimeSpan.FromSeconds(1);

    private readonly LibraryEntry _library;
    private readonly Guest _guest;
    private readonly CancellationTokenSource _starting = new();
    private Task<Guest>? _start;
    private ITimer? _looks;
    private bool _isReady;
    private bool _isWorn;
    private GuestExit? _exit; // Of a guest that died before it was ready, as far as this actor knows.

    public GuestActor(LibraryEntry library)
    {
        _library = library;
        IActorRef self = Self;
        _guest = new Guest(library, library.NextGuestNumber(), exit => self.Tell(new GuestDied(exit)));
        Receive<GuestStarted>(_ => OnStarted());
        Receive<GuestStartFailed>(message => throw new GuestFailureException(Self, message.Reason));
        Receive<GuestDied>(message => OnDied(message.Exit));
        Receive<GuestLook>(_ => OnLook());
        Receive<GuestWorn>(message => Wear(message.Reason));
    }

    /// <inheritdoc/>
    protected override void PreStart()
    {
        _start = StartAsync();
        _start.PipeTo(Self, success: static _ => new GuestStarted(), failure: static reason => new GuestStartFailed(reason));
    }

    /// <inheritdoc/>
    protected override void PostStop()
    {
        _looks?.Dispose();
        _starting.Cancel();
        _library.Guests!.Leave(_guest);
        _library.Guests.Track(EndAsync());
    }

    // The previous start of the library must have let go before the first guests of the next one run.
    private async Task<Guest> StartAsync()
    {
        await _library.Closing.ConfigureAwait(false);
        return await _guest.StartAsync(_library.Arena!, _starting.Token).ConfigureAwait(false);
    }

    private async Task EndAsync()
    {
        await _guest.EndStartAsync(_start!).ConfigureAwait(false);
        await _guest.EndAsync().ConfigureAwait(false);
        _starting.Dispose();
    }

    private void OnStarted()
    {
        _isReady = true;
        if (_exit is not null)
        {
            OnDied(_exit);
            return;
        }

        RuntimeLog.GuestReady(_library.Logger, _library.Name, _guest.Process.Pid, _guest.Number);
        Context.Parent.Tell(new GuestReady(_guest), Self);
        if (_library.Guests!.Settings.Recycle.NeedsLooks)
        {
            IActorRef self = Self;
            _looks = _library.Time.CreateTimer(_ => self.Tell(GuestLook.Now), null, _lookEvery, _lookEvery);
        }
    }

    private void OnDied(GuestExit exit)
    {
        if (exit.WasAsked)
        {
            return; // It is about to stop, or has.
        }

        if (!_isReady)
        {
            _exit = exit; // What has become of its start is on its way, and decides.
            return;
        }

        throw new GuestFailureException(Self, _library.Name, _guest, exit);
    }

    private void OnLook()
    {
        TimeSpan age = _guest.ServesSince == 0 ? TimeSpan.Zero : _library.Time.GetElapsedTime(_guest.ServesSince);
        if (_library.Guests!.Settings.Recycle.ReasonFor(_guest.Calls, age, _guest.Process.ResidentBytes()) is { } reason)
        {
            Wear(reason);
        }
    }

    private void Wear(string reason)
    {
        if (!_isWorn)
        {
            _isWorn = true;
            Context.Parent.Tell(new GuestWorn(_guest, reason), Self);
        }
    }
}
