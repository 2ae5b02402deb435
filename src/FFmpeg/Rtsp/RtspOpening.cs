using System.Net;

namespace FFmpeg.Rtsp;

/// <summary>A camera that is set up and waits for PLAY.</summary>
/// <param name="Url">Of the session.</param>
/// <param name="Udp">Null where it sends in the connection.</param>
/// <param name="KeepAlive">The request that keeps the session; null where only receiver's reports do.</param>
internal sealed record RtspSetup(
    RtspControl Control, SessionDescription Description, string Url, int Channel, UdpPorts? Udp, string? KeepAlive, TimeSpan KeepAliveEvery) : IDisposable
{
    public void Dispose()
    {
        Control.Dispose();
        Udp?.Dispose();
    }
}

/// <summary>The way from a URL to a camera that is set up: OPTIONS, DESCRIBE, redirects, SETUP.</summary>
/// <param name="resolve">The addresses of a host's name.</param>
internal sealed class RtspOpening(RtspOptions options, Interrupt interrupt, RtspFaults faults, RtspProgress progress, Func<RtspAddress, IPAddress[]> resolve)
{
    internal const string Options = "OPTIONS", GetParameter = "GET_PARAMETER";

    private const string Describe = "DESCRIBE", Setup = "SETUP";
    private const int MaxRedirects = 5;

    // RFC 2326, 12.37: a session without a timeout of its own ends after a minute of silence.
    private const int DefaultSessionSeconds = 60;

    private string? _keepAlive;
    private IReadOnlyList<string> _others = [];

    /// <exception cref="Media.MediaException">It cannot be played; says why.</exception>
    /// <exception cref="OperationCanceledException">The interrupt ended it.</exception>
    internal RtspSetup Open(string url)
    {
        var address = RtspAddress.Parse(url) ?? throw faults.NoAddress();
        for (var redirects = 0; redirects <= MaxRedirects; redirects++)
        {
            var control = new RtspControl(resolve(address), address, interrupt, faults, progress);
            try
            {
                AskOptions(control, address);
                var reply = control.Exchange(Describe, address.Url, "Accept: application/sdp\r\n");
                if (reply.Head.Status is < 300 or >= 400 || reply.Head["Location"] is not { } location)
                    return SetUp(control, reply, address);
                address = Redirected(address, location);
                control.Dispose();
            }
            catch
            {
                control.Dispose();
                throw;
            }
        }

        throw faults.Circle(MaxRedirects + 1);
    }

    /// <summary>Every client asks it first, and cameras are tried with such; but none needs its answer.</summary>
    private void AskOptions(RtspControl control, RtspAddress address)
    {
        var reply = control.TryExchange(Options, address.Url);
        var methods = (reply?.Head["Public"] ?? "").Split(',', StringSplitOptions.TrimEntries);
        _keepAlive = reply?.Head.Status != 200 ? null : methods.Contains(GetParameter) ? GetParameter : Options;
    }

    private RtspAddress Redirected(RtspAddress from, string location)
    {
        var to = RtspAddress.Parse(location);
        if (to is null || !(options.Protocols?.Contains(to.Scheme, StringComparer.OrdinalIgnoreCase) ?? true))
            throw faults.Elsewhere(to?.Scheme ?? location.Split(':')[0]);
        // Another machine gets no password, nor anybody one in clear text that was not so before.
        var trusted = to.Host.Equals(from.Host, StringComparison.OrdinalIgnoreCase) && (to.IsSecure || !from.IsSecure);
        return to.Credentials is null && trusted ? to with { Credentials = from.Credentials } : to;
    }

    private RtspSetup SetUp(RtspControl control, RtspReply described, RtspAddress address)
    {
        Expect(Describe, described.Head);
        var description = SessionDescription.Parse(described.Body ?? throw faults.NoDescription(), out _others) ?? throw faults.NoVideo(_others);
        if (description.IsEncrypted)
            throw faults.Encrypted();
        var given = described.Head["Content-Base"] ?? described.Head["Content-Location"];
        var url = description.SessionControl ?? (given is not null && RtspAddress.IsOne(given) ? given : address.Url);

        UdpPorts? udp = null;
        try
        {
            var head = AskForTransport(control, SessionDescription.Resolve(url, description.Control), ref udp);
            Expect(Setup, head);
            var transport = TransportReply.Parse(head["Transport"], askedForTcp: udp is null);
            if (transport.IsTcp != udp is null)
                throw faults.NotThatWay(askedForTcp: udp is null);
            var peer = control.Connection.Socket.Peer;
            udp?.Follow(transport.Source is { } source && source.AddressFamily == peer.AddressFamily ? source : peer, transport.ServerPort);
            progress.Plays(description, _others, isUdp: udp is not null);
            return new(control, description, url, transport.Channel, udp, _keepAlive, Session(control, head["Session"] ?? ""));
        }
        catch
        {
            udp?.Dispose();
            throw;
        }
    }

    private RtspHead AskForTransport(RtspControl control, string url, ref UdpPorts? udp)
    {
        if (options.Transport != "udp")
        {
            var head = control.Exchange(Setup, url, "Transport: RTP/AVP/TCP;unicast;interleaved=0-1\r\n").Head;
            if (head.Status != 461 || options.Transport != "auto")
                return head;
        }

        udp = UdpPorts.Open(control.Connection.Socket.Peer.AddressFamily);
        return control.Exchange(Setup, url, $"Transport: RTP/AVP;unicast;client_port={udp.Port}-{udp.Port + 1}\r\n").Head;
    }

    // Session: 12345678;timeout=60
    private static TimeSpan Session(RtspControl control, string header)
    {
        var parts = header.Split(';', StringSplitOptions.TrimEntries);
        control.Session = parts[0].Length > 0 ? parts[0] : null;
        var timeout = Array.Find(parts, part => part.StartsWith("timeout=", StringComparison.OrdinalIgnoreCase));
        var seconds = timeout is not null && int.TryParse(timeout.AsSpan("timeout=".Length), out var given) && given > 0 ? given : DefaultSessionSeconds;
        return TimeSpan.FromSeconds(Math.Max(seconds / 2.0, 1));
    }

    private void Expect(string method, RtspHead reply)
    {
        if (reply.Status is < 200 or >= 300)
            throw faults.Refused(method, reply);
    }
}
