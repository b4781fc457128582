using System.Globalization;

namespace ActorFfi;

/// <summary>The names of Linux's signals.</summary>
internal static class LinuxSignals
{
    /// <summary>SIGKILL.</summary>
    public const int Kill = 9;

    // Source: signal(7), the numbers of x86-64, arm64 and most other platforms.
    private static readonly string[] _names =
    [
        "0", "SIGHUP", "SIGINT", "SIGQUIT", "SIGILL", "SIGTRAP", "SIGABRT", "SIGBUS", "SIGFPE", "SIGKILL", "SIGUSR1", "SIGSEGV", "SIGUSR2", "SIGPIPE", "SIGALRM", "SIGTERM",
        "SIGSTKFLT", "SIGCHLD", "SIGCONT", "SIGSTOP", "SIGTSTP", "SIGTTIN", "SIGTTOU", "SIGURG", "SIGXCPU", "SIGXFSZ", "SIGVTALRM", "SIGPROF", "SIGWINCH", "SIGIO", "SIGPWR", "SIGSYS",
    ];

    /// <summary>The name of a signal: SIGSEGV.</summary>
    public static string NameOf(int signal) =>
        signal > 0 && signal < _names.Length ? _names[signal] : string.Create(CultureInfo.InvariantCulture, $"signal {signal}");
}
