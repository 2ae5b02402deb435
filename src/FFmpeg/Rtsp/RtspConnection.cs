using System.Net;
using System.Text;

namespace FFmpeg.Rtsp;

/// <summary>Messages and packets of one connection to a camera. What <see cref="Next"/> gave lies in its buffer until the next call.</summary>
internal sealed class RtspConnection(CameraSocket socket) : IDisposable
{
    // A packet, or a head and its body, and room to read as much again: so a system call brings many packets.
    private const int BufferBytes = 2 * (RtspHead.MaxBytes + RtspHead.MaxBody);

    private readonly byte[] _buffer = GC.AllocateUninitializedArray<byte>(BufferBytes);
    private int _start;
    private int _end;

    internal CameraSocket Socket => socket;

    internal static RtspConnection Open(IPAddress[] addresses, RtspAddress address, Interrupt interrupt) => new(CameraSocket.Connect(addresses, address, interrupt));

    /// <summary><see cref="Next"/> would find something, or the end.</summary>
    internal bool HasMore => _end > _start || socket.HasBytes;

    internal void Send(string message) => socket.Send(Encoding.Latin1.GetBytes(message));

    internal void Send(ReadOnlySpan<byte> bytes) => socket.Send(bytes);

    /// <summary>Waits for the next packet or head.</summary>
    /// <param name="content">Of the packet, or the head.</param>
    /// <returns>Incomplete at the connection's end.</returns>
    internal RtspFrame Next(out ReadOnlySpan<byte> content)
    {
        while (true)
        {
            var frame = RtspFraming.First(_buffer.AsSpan(_start, _end - _start));
            if (frame.Part is RtspPart.Incomplete)
            {
                if (Fill())
                    continue;
                content = default;
                return frame;
            }

            content = _buffer.AsSpan(_start + frame.Start, frame.Length);
            _start += frame.End;
            if (frame.Part is not RtspPart.Junk)
                return frame;
        }
    }

    /// <summary>The body behind a head that was just read; null where the connection ends in it, or it is too long.</summary>
    internal string? Body(long length)
    {
        if (length > RtspHead.MaxBody)
            return null;
        while (_end - _start < length)
        {
            if (!Fill())
                return null;
        }

        var body = Encoding.Latin1.GetString(_buffer, _start, (int)length);
        _start += (int)length;
        return body;
    }

    public void Dispose() => socket.Dispose();

    private bool Fill()
    {
        if (_start == _end)
        {
            (_start, _end) = (0, 0);
        }
        else if (_end == _buffer.Length)
        {
            // What is incomplete is less than half of the buffer.
            _buffer.AsSpan(_start, _end - _start).CopyTo(_buffer);
            (_start, _end) = (0, _end - _start);
        }

        var read = socket.Receive(_buffer.AsSpan(_end));
        _end += read;
        return read > 0;
    }
}
