using System.Diagnostics;
using System.Net.Sockets;
using Media;

namespace FFmpeg.Rtsp;

/// <summary>A camera that plays: its video's RTP and RTCP packets, one by one.</summary>
/// <remarks>One thread's; its waits end with the <see cref="Interrupt"/>.</remarks>
internal sealed class RtspSession : IDisposable
{
    /// <summary>The longest packet.</summary>
    internal const int MaxPacket = ushort.MaxValue;

    private const string Play = "PLAY", TearDown = "TEARDOWN";
    private const int MaxReport = 512;

    // While packets come by UDP, the connection is looked at once in so many.
    private const int PacketsATurn = 64;

    private readonly RtspSetup _setup;
    private readonly RtspOptions _options;
    private readonly Interrupt _interrupt;
    private readonly RtspFaults _faults;
    private readonly RtspProgress _progress;
    private readonly byte[] _report = new byte[RtspFraming.HeaderBytes + MaxReport];

    // The request whose answer comes among the packets.
    private (int Sequence, string Method) _pending;
    private string? _keepAlive;
    private long _lastRequest;
    private int _untilTurn;

    // Until when video is waited for, of Stopwatch; 0 once it came.
    private long _videoUntil;

    // Where the video begins: read before anybody asked for it.
    private byte[] _first = [];

    /// <exception cref="MediaException">It does not play.</exception>
    internal RtspSession(RtspSetup setup, RtspOptions options, Interrupt interrupt, RtspFaults faults, RtspProgress progress)
    {
        (_setup, _options, _interrupt, _faults, _progress, _keepAlive) = (setup, options, interrupt, faults, progress, setup.KeepAlive);
        try
        {
            Request(Play, "Range: npt=0.000-\r\n");
            setup.Control.Connection.Socket.OnIdle = KeepAlive;
            AwaitVideo();
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    internal SessionDescription Description => _setup.Description;

    internal bool IsUdp => _setup.Udp is not null;

    /// <summary>The next packet of the video, RTP or RTCP.</summary>
    /// <param name="packet">Room for one; what is longer than the room is passed over.</param>
    /// <returns>Its length; 0 at the end.</returns>
    /// <exception cref="MediaException">The connection broke, or the camera ends the session.</exception>
    internal int Receive(Span<byte> packet)
    {
        if (_first.Length > 0)
        {
            var length = _first.Length;
            _first.CopyTo(packet);
            _first = [];
            return length;
        }

        try
        {
            while (true)
            {
                if ((_setup.Udp is null ? FromConnection(packet) : FromPorts(_setup.Udp, packet)) is { } length)
                    return length;
                KeepAlive();
            }
        }
        catch (SocketException e)
        {
            throw _faults.Of(e);
        }
        catch (IOException e)
        {
            throw _faults.Broke(e.Message);
        }
    }

    /// <summary>Sends a receiver's report, RTCP, where the connection still takes one.</summary>
    internal void TryReport(ReadOnlySpan<byte> rtcp)
    {
        try
        {
            Report(rtcp);
        }
        catch (Exception e) when (e is SocketException or IOException)
        {
            // Whoever reads it meets that it broke.
        }
    }

    private void Report(ReadOnlySpan<byte> rtcp)
    {
        if (_setup.Udp is { } udp)
        {
            udp.Report(rtcp);
        }
        else if (rtcp.Length <= MaxReport)
        {
            (_report[0], _report[1], _report[2], _report[3]) = ((byte)'$', (byte)(_setup.Channel + 1), (byte)(rtcp.Length >> 8), (byte)rtcp.Length);
            rtcp.CopyTo(_report.AsSpan(RtspFraming.HeaderBytes));
            _setup.Control.Connection.Send(_report.AsSpan(0, RtspFraming.HeaderBytes + rtcp.Length));
        }
    }

    public void Dispose()
    {
        try
        {
            _setup.Control.Send(TearDown, _setup.Url);
        }
        catch (Exception e) when (e is SocketException or IOException or ObjectDisposedException)
        {
            // Then it knows already.
        }

        _setup.Dispose();
    }

    /// <summary>Waits, while anything comes, for video: for a packet that a decoder can begin with, where the description does not say how.</summary>
    private void AwaitVideo()
    {
        _videoUntil = Stopwatch.GetTimestamp() + (long)(_options.KeyFrameTimeout.TotalSeconds * Stopwatch.Frequency);
        var packet = new byte[MaxPacket];
        while (Receive(packet) is var length)
        {
            if (length == 0)
                throw _faults.HungUp("PLAY, before any video came");
            var data = packet.AsSpan(0, length);
            if (!KeyStart.IsRtp(data) || !Description.HasParameterSets && !KeyStart.Is(Description.Encoding, data))
                continue;
            _first = data.ToArray();
            break;
        }

        _videoUntil = 0;
        _progress.Begins();
        _interrupt.Extend(_options.Timeout);
    }

    /// <returns>Null where what came is no packet of the video; 0 at the end.</returns>
    private int? FromConnection(Span<byte> packet)
    {
        var frame = _setup.Control.Connection.Next(out var content);
        if (frame.Part is RtspPart.Incomplete)
            return 0;
        if (frame.Part is RtspPart.Head)
        {
            Read(content);
            return null;
        }

        if (frame.Channel != _setup.Channel + 1)
            Came(isVideo: frame.Channel == _setup.Channel);
        if (content.IsEmpty || content.Length > packet.Length || frame.Channel != _setup.Channel && frame.Channel != _setup.Channel + 1)
            return null;
        content.CopyTo(packet);
        return content.Length;
    }

    private int? FromPorts(UdpPorts udp, Span<byte> packet)
    {
        var length = udp.Receive(packet);
        if (length > 0)
            CameByUdp(packet[..length]);
        else
            _interrupt.ThrowIfOver();
        if (length > 0 && --_untilTurn > 0)
            return length;
        _untilTurn = PacketsATurn;
        if (_setup.Control.Connection.HasMore && FromConnection(stackalloc byte[1]) is 0)
            return 0;
        return length > 0 ? length : null;
    }

    private void CameByUdp(ReadOnlySpan<byte> packet)
    {
        if (KeyStart.IsRtp(packet))
            Came(isVideo: true);
    }

    private void Came(bool isVideo)
    {
        if (isVideo)
            _progress.Video();
        else
            _progress.Other();
        if (_videoUntil == 0)
            return;
        var left = TimeSpan.FromSeconds((double)(_videoUntil - Stopwatch.GetTimestamp()) / Stopwatch.Frequency);
        _interrupt.Extend(left < _options.Timeout ? left : _options.Timeout);
    }

    /// <summary>What the camera says between its packets.</summary>
    private void Read(ReadOnlySpan<byte> bytes)
    {
        if (RtspHead.Parse(bytes) is not { } head)
            return;
        _ = _setup.Control.Connection.Body(head.BodyBytes);
        if (head.Method is "TEARDOWN" or "REDIRECT")
            throw _faults.Broke($"the camera ends the session ({head.Method})");
        if (head.Method.Length > 0)
            _setup.Control.Answer(head);
        else if (head.Sequence == _pending.Sequence)
            Answered(head);
    }

    private void Answered(RtspHead reply)
    {
        var (_, method) = _pending;
        if (reply.Status == 401)
        {
            _setup.Control.LogIn(reply);
            Request(method);
        }
        else if (reply.Status >= 300 && (method == Play || reply.Status == 454))
        {
            throw _faults.Refused(method, reply);
        }
        else if (reply.Status >= 300)
        {
            // Refused: it is kept by something else.
            _keepAlive = _keepAlive == RtspOpening.GetParameter ? RtspOpening.Options : null;
        }
        else
        {
            _setup.Control.LoggedIn();
        }
    }

    private void KeepAlive()
    {
        if (_keepAlive is not null && Stopwatch.GetElapsedTime(_lastRequest) > _setup.KeepAliveEvery)
            Request(_keepAlive);
    }

    private void Request(string method, string headers = "")
    {
        _pending = (_setup.Control.Send(method, _setup.Url, headers), method);
        _lastRequest = Stopwatch.GetTimestamp();
    }
}
