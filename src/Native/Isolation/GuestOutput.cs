// Safety: reads go into an array of this object while it is fixed; the descriptor is closed once, under the lock that reads hold.
using System.Collections.Immutable;
using System.Text;

namespace ActorFfi;

/// <summary>One of a guest's standard streams, cut into lines.</summary>
/// <remarks>Threads: any; the lock keeps lines in order.</remarks>
internal sealed unsafe class GuestOutput
{
    private const int LongestLine = 8 << 10;
    private const int KeptLines = 20;
    private const int MostReadsAtEnd = 64;

    private readonly Lock _gate = new();
    private readonly Action<GuestOutputLine> _wrote;
    private readonly bool _isError;
    private readonly byte[] _bytes = new byte[4096];
    private readonly List<byte> _line = []; // Guarded by _gate, like the two below.
    private readonly Queue<string> _last = new();
    private int _file;

    public GuestOutput(int file, bool isError, Action<GuestOutputLine> wrote)
    {
        _file = file;
        _isError = isError;
        _wrote = wrote;
        DescriptorWatch.Output.Add(file, () => ReadSome());
    }

    /// <summary>The last lines, oldest first.</summary>
    public ImmutableArray<string> LastLines
    {
        get
        {
            lock (_gate)
            {
                return [.. _last];
            }
        }
    }

    /// <summary>Reads what is there, though not for ever, and closes the stream: processes that the guest left behind may still hold the other end.</summary>
    public void Finish()
    {
        for (int i = 0; i < MostReadsAtEnd && ReadSome(); i++)
        {
        }

        lock (_gate)
        {
            if (_file >= 0)
            {
                Close_NeedsLock();
            }
        }
    }

    // False at the end and where nothing is there.
    private bool ReadSome()
    {
        lock (_gate)
        {
            if (_file < 0)
            {
                return false;
            }

            nint count;
            fixed (byte* start = _bytes)
            {
                count = LinuxCalls.Read(_file, start, (nuint)_bytes.Length);
            }

            if (count == 0)
            {
                Close_NeedsLock();
            }

            Cut_NeedsLock(_bytes.AsSpan(0, (int)Math.Max(0, count)));
            return count > 0;
        }
    }

    private void Cut_NeedsLock(ReadOnlySpan<byte> bytes)
    {
        foreach (byte next in bytes)
        {
            if (next != '\n')
            {
                _line.Add(next);
            }

            if (next == '\n' || _line.Count == LongestLine)
            {
                EndLine_NeedsLock();
            }
        }
    }

    private void EndLine_NeedsLock()
    {
        string text = Encoding.UTF8.GetString([.. _line]).TrimEnd('\r');
        _line.Clear();
        _last.Enqueue(text);
        if (_last.Count > KeptLines)
        {
            _last.Dequeue();
        }

        _wrote(new GuestOutputLine(text, _isError));
    }

    private void Close_NeedsLock()
    {
        if (_line.Count > 0)
        {
            EndLine_NeedsLock();
        }

        DescriptorWatch.Output.Remove(_file);
        LinuxCalls.Close(_file);
        _file = -1;
    }
}
