using System.Buffers.Binary;
using System.Diagnostics;
using System.Globalization;
using System.Text;
using Wire.V1;

namespace Load.Outage;

/// <summary>Reads a topic with kcat, which is not ours, while it is written: the cluster keeps only the newest 10 MB of a partition.</summary>
/// <remarks>kcat ends when all brokers are down. Another one begins at the start, and what was read before is passed over by its offset.</remarks>
internal sealed class KafkaTail : IAsyncDisposable
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(200);

    private readonly string[] _arguments;
    private readonly Action<FrameResult> _take;
    private readonly Dictionary<int, long> _next = [];
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _reading;

    /// <exception cref="PeerMissingException">kcat is not installed.</exception>
    public KafkaTail(string brokers, string topic, Action<FrameResult> take)
    {
        _arguments = ["-b", brokers, "-C", "-t", topic, "-o", "beginning", "-q", "-u", "-X", "fetch.wait.max.ms=10", "-f", "%p %o\\n%R%s"];
        _take = take;
        var first = Start();
        _reading = Task.Factory.StartNew(() => Run(first), TaskCreationOptions.LongRunning);
    }

    /// <summary>Messages that the cluster dropped before they were read.</summary>
    public long Missed { get; private set; }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _reading;
        _stop.Dispose();
    }

    private Process Start() => PeerProcess.Start("kcat", "kcat", _arguments);

    private void Run(Process kcat)
    {
        while (true)
        {
            using (_stop.Token.Register(kcat.Kill))
                ReadToEnd(kcat.StandardOutput.BaseStream);
            kcat.End();
            if (_stop.Token.WaitHandle.WaitOne(Pause))
                return;
            kcat = Start();
        }
    }

    private void ReadToEnd(System.IO.Stream output)
    {
        using var buffered = new BufferedStream(output, 64 * 1024);
        try
        {
            while (ReadLine(buffered) is { } line)
                Take(line.Split(' '), ReadValue(buffered));
        }
        catch (EndOfStreamException)
        {
            // kcat ended within a message; the next one has it.
        }
    }

    private void Take(string[] place, byte[] value)
    {
        var (partition, offset) = (int.Parse(place[0], CultureInfo.InvariantCulture), long.Parse(place[1], CultureInfo.InvariantCulture));
        var next = _next.GetValueOrDefault(partition);
        if (offset < next)
            return;
        Missed += offset - next;
        _next[partition] = offset + 1;
        _take(FrameResult.Parser.ParseFrom(value));
    }

    private static string? ReadLine(BufferedStream stream)
    {
        var line = new StringBuilder();
        while (stream.ReadByte() is var next && next != '\n')
        {
            if (next < 0)
                return null;
            line.Append((char)next);
        }

        return line.ToString();
    }

    private static byte[] ReadValue(BufferedStream stream)
    {
        Span<byte> length = stackalloc byte[4];
        stream.ReadExactly(length);
        var value = new byte[BinaryPrimitives.ReadInt32BigEndian(length)];
        stream.ReadExactly(value);
        return value;
    }
}
