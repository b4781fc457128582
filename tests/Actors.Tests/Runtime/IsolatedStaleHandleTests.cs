namespace ActorFfi.Actors.Tests.Runtime;

public sealed class IsolatedStaleHandleTests() : StaleHandleContract(IsolationMode.Process)
{
    private static readonly Dictionary<string, Func<FfiRuntime, Task>> _endsOfGuests = new()
    {
        ["roll"] = static ffi => Library(ffi).RollAsync(),
        ["death of the guest"] = static async ffi =>
        {
            await Library(ffi)["crash_abort"].TryCallAsync();
            await Library(ffi)["add_i32"].CallAsync(1, 2);
        },
    };

    /// <summary>Each use of a handle with each end of its guest.</summary>
    public static TheoryData<string, string> CasesOfGuests => CasesOf(_endsOfGuests.Keys);

    [Theory]
    [MemberData(nameof(CasesOfGuests))]
    public Task Handle_WhoseGuestHasEnded_IsStale(string handle, string end) => CheckAsync(handle, _endsOfGuests[end]);
}
