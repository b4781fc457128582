namespace ActorFfi;

/// <summary>The callbacks that one call was given.</summary>
/// <remarks>Threads: one at a time, like the arguments that hold it.</remarks>
internal sealed class BoundCallbacks
{
    private readonly List<StoredCallback> _callbacks = [];

    /// <summary>Whether there are none.</summary>
    public bool IsEmpty => _callbacks.Count == 0;

    /// <summary>Adds a callback argument and gives its address.</summary>
    /// <exception cref="ArgumentException">Its signature is not the one that the parameter declares.</exception>
    /// <exception cref="ObjectDisposedException">It is disposed.</exception>
    /// <exception cref="StaleHandleException">Its library was stopped or restarted.</exception>
    public nint Bind(CallPlan plan, in ParameterPlan parameter, in NativeArgument argument)
    {
        if (argument.Source is not StoredCallback callback)
        {
            callback = CreateForCall(plan, parameter, (Delegate)argument.Source!);
        }

        FunctionArgument.DemandSignature(plan, parameter, callback.Signature, argument);
        nint address = callback.DemandAddress();
        _callbacks.Add(callback);
        return address;
    }

    /// <summary>Looks again before the call begins, which may have waited for long.</summary>
    /// <exception cref="StaleHandleException">The library of a callback was stopped or restarted meanwhile.</exception>
    public void DemandCurrent() => _callbacks.ForEach(static callback => callback.DemandCurrent());

    /// <summary>Notes that the call begins.</summary>
    public void Attach(NativeCallScope call, LibraryGeneration generation)
    {
        foreach (StoredCallback callback in _callbacks)
        {
            if (!callback.EndsWithCall)
            {
                generation.LetCallBack();
                callback.Target.Hold(generation.Holds);
            }

            callback.Target.Attach(call, generation);
        }
    }

    /// <summary>Notes that the call goes to a guest.</summary>
    public void LetInto(GuestProcess guest, NativeCallScope call)
    {
        foreach (StoredCallback callback in _callbacks)
        {
            callback.Target.LetInto(guest);
            callback.Target.Attach(call);
        }
    }

    /// <summary>Notes that native code has returned.</summary>
    public void Detach(NativeCallScope call)
    {
        foreach (StoredCallback callback in _callbacks)
        {
            callback.Target.Detach(call);
        }
    }

    /// <summary>Lets go of all, and ends those that were made for the call.</summary>
    public void Clear()
    {
        foreach (StoredCallback callback in _callbacks)
        {
            if (callback.EndsWithCall)
            {
                callback.Dispose();
            }
        }

        _callbacks.Clear();
    }

    private static StoredCallback CreateForCall(CallPlan plan, in ParameterPlan parameter, Delegate handler)
    {
        NativeParameter declared = parameter.Parameter;
        if (declared.Type.Signature is not { } signature)
        {
            ArgumentErrors.Throw(plan, parameter, $"is declared as '{declared.Type}', which says nothing about a callback's signature. Declare the parameter as a pointer to a function, or pass a StoredCallback.");
            return null;
        }

        return CallbackFactory.Create(signature, declared.Name, handler, options: null, owner: null, endsWithCall: true);
    }
}
