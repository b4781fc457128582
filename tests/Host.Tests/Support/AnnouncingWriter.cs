using System.Text;
using System.Text.RegularExpressions;

namespace ActorFfi.Host.Tests.Support;

/// <summary>The output of a service, from which tests learn where it listens.</summary>
public sealed partial class AnnouncingWriter : TextWriter
{
    private readonly TaskCompletionSource<Uri> _address = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public override Encoding Encoding => Encoding.UTF8;

    /// <summary>Completes when the service has said where it listens.</summary>
    public Task<Uri> Address => _address.Task;

    public override void Write(char value)
    {
    }

    public override Task WriteLineAsync(string? value)
    {
        Match match = AddressPattern().Match(value ?? "");
        if (match.Success)
        {
            _address.TrySetResult(new Uri(match.Value));
        }

        return Task.CompletedTask;
    }

    [GeneratedRegex("http://[0-9.]+:[0-9]+")]
    private static partial Regex AddressPattern();
}
