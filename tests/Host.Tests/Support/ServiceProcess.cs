using System.Diagnostics;
using System.Globalization;
using System.Text;

namespace ActorFfi.Host.Tests.Support;

/// <summary>The program as a process of its own, serving.</summary>
public sealed class ServiceProcess : IDisposable
{
    private readonly Process _process;
    private readonly StringBuilder _output = new();
    private readonly Task _reading;

    private ServiceProcess(Process process, Uri address)
    {
        _process = process;
        Client = new HttpClient { BaseAddress = address };
        _reading = ReadAsync();
    }

    public HttpClient Client { get; }

    /// <summary>The process.</summary>
    public int Id => _process.Id;

    public bool HasEnded => _process.HasExited;

    public static Task<ServiceProcess> StartAsync(string configuration, params (string Name, string Value)[] environment)
    {
        ProcessStartInfo start = new("dotnet", [typeof(CommandLineApp).Assembly.Location]);
        start.Environment["DOTNET_EnableDiagnostics"] = "0"; // What is killed would leave its pipes in the temporary folder.
        foreach ((string name, string value) in environment)
        {
            start.Environment[name] = value;
        }

        return StartAsync(start, configuration);
    }

    /// <summary>Starts a program that is this service, whatever it is.</summary>
    public static Task<ServiceProcess> StartAsync(ProcessStartInfo start, string configuration)
    {
        Array.ForEach(["run", "--config", configuration, "--urls", "http://127.0.0.1:0"], start.ArgumentList.Add);
        return AttachAsync(start);
    }

    /// <summary>Starts whatever ends up as this service, and waits until it listens.</summary>
    public static async Task<ServiceProcess> AttachAsync(ProcessStartInfo start)
    {
        start.RedirectStandardOutput = true;
        Process process = Process.Start(start)!;
        const string announcement = "ActorFfi listens on ";
        string? line;
        do
        {
            line = await process.StandardOutput.ReadLineAsync() ?? throw new InvalidOperationException("The service ended before it listened.");
        }
        while (!line.StartsWith(announcement, StringComparison.Ordinal));

        return new ServiceProcess(process, new Uri(line[announcement.Length..].Split(". ")[0]));
    }

    /// <summary>Asks it to stop as a service manager does, and waits until it has.</summary>
    /// <returns>Its exit code, and what it has printed since it listened.</returns>
    public async Task<(int Code, string Output)> TerminateAsync()
    {
        Signal("TERM");
        return await EndAsync();
    }

    /// <summary>Sends it a signal.</summary>
    /// <param name="name">The signal's name without <c>SIG</c>.</param>
    public void Signal(string name)
    {
        using Process kill = Process.Start("kill", [$"-{name}", _process.Id.ToString(CultureInfo.InvariantCulture)]);
        kill.WaitForExit();
    }

    /// <summary>Waits until it has ended.</summary>
    /// <returns>Its exit code, 128 and the number of the signal where one ended it, and what it has printed since it listened.</returns>
    public async Task<(int Code, string Output)> EndAsync()
    {
        await _process.WaitForExitAsync();
        await _reading;
        return (_process.ExitCode, _output.ToString());
    }

    public void Dispose()
    {
        Client.Dispose();
        if (!_process.HasExited)
        {
            _process.Kill();
        }

        _process.Dispose();
    }

    private async Task ReadAsync()
    {
        while (await _process.StandardOutput.ReadLineAsync() is { } line)
        {
            _output.AppendLine(line);
        }
    }
}
