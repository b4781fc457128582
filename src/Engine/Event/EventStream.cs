using System.Collections.Immutable;
using Akka.Actor;
using Akka.Actor.Internal;

namespace Akka.Event;

/// <summary>A system's bus: an event goes to whoever subscribed to its type, a base type or an interface of it.</summary>
internal sealed class EventStream
{
    private ImmutableArray<Subscription> _subscriptions = [];

    /// <summary>False when this subscription exists already.</summary>
    public bool Subscribe(IActorRef subscriber, Type channel)
    {
        ArgumentNullException.ThrowIfNull(subscriber);
        Subscription subscription = new(subscriber, channel);
        return ImmutableInterlocked.Update(ref _subscriptions, (all, added) => all.Contains(added) ? all : all.Add(added), subscription);
    }

    public bool Unsubscribe(IActorRef subscriber, Type channel)
    {
        ArgumentNullException.ThrowIfNull(subscriber);
        return Remove(subscription => subscription.Subscriber.Equals(subscriber) && subscription.Channel == channel);
    }

    public bool Unsubscribe(IActorRef subscriber)
    {
        ArgumentNullException.ThrowIfNull(subscriber);
        return Remove(subscription => subscription.Subscriber.Equals(subscriber));
    }

    public void Publish(object @event)
    {
        List<IActorRef>? told = null;
        foreach (Subscription subscription in _subscriptions)
        {
            if (subscription.Channel.IsInstanceOfType(@event) && told?.Contains(subscription.Subscriber) != true)
            {
                (told ??= []).Add(subscription.Subscriber);
                Deliver(subscription.Subscriber, @event);
            }
        }
    }

    private void Deliver(IActorRef subscriber, object @event)
    {
        // A stopped subscriber is forgotten here, or each event for it would raise a dead letter, itself an event.
        if (subscriber is LocalActorRef { IsTerminated: true })
        {
            Unsubscribe(subscriber);
        }
        else
        {
            subscriber.Tell(@event, ActorRefs.NoSender);
        }
    }

    private bool Remove(Predicate<Subscription> match) => ImmutableInterlocked.Update(ref _subscriptions, (all, obsolete) => all.RemoveAll(obsolete), match);

    private sealed record Subscription(IActorRef Subscriber, Type Channel);
}
