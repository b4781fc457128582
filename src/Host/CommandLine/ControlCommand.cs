using System.Globalization;
using System.Text.Json;

namespace ActorFfi;

/// <summary><c>actorffi restart|drain|revive|roll|pardon LIBRARY</c>: an action on a library of a running service.</summary>
internal static class ControlCommand
{
    /// <summary>Asks for it, and prints what the library is afterwards.</summary>
    public static async Task<int> RunAsync(RemoteService service, string action, string library, bool printsJson, TextWriter output, CancellationToken cancellationToken)
    {
        JsonElement view = await service.ControlAsync(library, action, cancellationToken).ConfigureAwait(false);
        await output.WriteLineAsync(printsJson
            ? view.GetRawText()
            : string.Create(CultureInfo.InvariantCulture, $"Library '{library}' is {view.GetProperty("state").GetString()}, generation {view.GetProperty("generation").GetInt32()}.")).ConfigureAwait(false);
        return ExitCodes.Success;
    }
}
