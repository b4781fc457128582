using System.Diagnostics;

namespace ActorFfi.Actors.Tests.Isolation;

/// <summary>The guest's program, started by somebody who is no service of its version.</summary>
public sealed class GuestProgramTests
{
    [Theory]
    [InlineData("", "It does nothing on its own. To call a library from here, use 'actorffi call'.")]
    [InlineData("--help", "It does nothing on its own.")]
    [InlineData("serve 0", "The service speaks version 0 of the guest protocol, and this guest")]
    public async Task Program_StartedByHand_SaysWhatItIsAndEnds(string arguments, string sentence)
    {
        ProcessStartInfo start = new(GuestExecutable.Path, arguments) { RedirectStandardError = true };
        using Process guest = Process.Start(start)!;

        string said = await guest.StandardError.ReadToEndAsync().Within();
        await guest.WaitForExitAsync().Within();

        Assert.Contains(sentence, said, StringComparison.Ordinal);
        Assert.Equal(GuestExitCodes.NotStartedByRuntime, guest.ExitCode);
    }
}
