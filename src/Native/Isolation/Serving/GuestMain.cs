namespace ActorFfi;

/// <summary>The main program of a guest process.</summary>
internal static class GuestMain
{
    private const string StartedByHand = "This is the guest process of ActorFfi: a running service starts it to keep a native library out of its own process. It does nothing on its own. To call a library from here, use 'actorffi call'.";

    private const int SetOwner = 8;
    private const int SetSignal = 10;
    private const int SetFlags = 4;
    private const int SetDescriptorFlags = 2;
    private const int CloseOnExec = 1;
    private const int NotifyBySignal = 0x2000;

    /// <summary>Serves the parent until it says that it is enough; ends with it.</summary>
    /// <returns>The exit code.</returns>
    public static int Run(ReadOnlySpan<string> arguments)
    {
        if (arguments.Length < 2 || arguments[0] != GuestSpawn.Serve)
        {
            Console.Error.WriteLine(StartedByHand);
            return GuestExitCodes.NotStartedByRuntime;
        }

        if (!int.TryParse(arguments[1], out int version) || version != ChannelLayout.Version)
        {
            Console.Error.WriteLine($"The service speaks version {arguments[1]} of the guest protocol, and this guest {ChannelLayout.Version}. Publish the service with its own folder 'guest'.");
            return GuestExitCodes.NotStartedByRuntime;
        }

        HoldLifeLine();
        GuestControl control = new(GuestSpawn.ControlFile, OpenParent(arguments));
        using BinaryReader? start = control.Receive();
        return start is not null && (GuestMessage)start.ReadByte() == GuestMessage.Start
            ? Serve(control, start)
            : GuestExitCodes.ParentEnded;
    }

    private static int Serve(GuestControl control, BinaryReader start)
    {
        ServedLibrary library = ServedLibrary.Read(start, control);
        library.BeginLane(0);
        while (control.Receive() is { } message)
        {
            using (message)
            {
                switch ((GuestMessage)message.ReadByte())
                {
                    case GuestMessage.BeginLane:
                        library.BeginLane(message.ReadInt32());
                        break;
                    case GuestMessage.Stop:
                        return 0;
                }
            }
        }

        if (control.HasPeerEnded)
        {
            LinuxCalls.Signal(0, LinuxSignals.Kill); // This process and those that native code has started in its group.
        }

        // Whatever native code does on other threads must not keep the process.
        LinuxCalls.Exit(GuestExitCodes.ParentEnded);
        return GuestExitCodes.ParentEnded;
    }

    // A process that the parent's native code has forked may hold the parent's ends of everything, so the parent itself is watched too. It is gone
    // already where it cannot be opened.
    private static int OpenParent(ReadOnlySpan<string> arguments)
    {
        int parent = arguments.Length > 2 && int.TryParse(arguments[2], out int process) ? LinuxCalls.OpenProcess(process) : -1;
        if (parent < 0)
        {
            LinuxCalls.Exit(GuestExitCodes.ParentEnded);
        }

        return parent;
    }

    // The system kills this process, and those that native code has started in its group, when the parent ends, whatever its threads do
    // then: nobody else has the pipe's other end.
    private static void HoldLifeLine()
    {
        int file = GuestSpawn.LifeFile;
        LinuxCalls.Control(GuestSpawn.ControlFile, SetDescriptorFlags, CloseOnExec);
        LinuxCalls.Control(file, SetDescriptorFlags, CloseOnExec);
        LinuxCalls.Control(file, SetOwner, -LinuxCalls.ProcessId());
        LinuxCalls.Control(file, SetSignal, LinuxSignals.Kill);
        LinuxCalls.Control(file, SetFlags, NotifyBySignal);
    }
}
