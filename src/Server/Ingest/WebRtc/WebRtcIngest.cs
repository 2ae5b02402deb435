using System.Net;
using System.Net.Sockets;
using Server.Configuration;
using Server.Observability;
using WebRtc;
using RtcCodec = WebRtc.VideoCodec;

namespace Server.Ingest.WebRtc;

/// <summary>The port that publishers send to, open as long as the server runs, and the sessions on it.</summary>
internal sealed class WebRtcIngest(ServerConfiguration configuration, TimeProvider time, ILogger<WebRtcIngest> log) : IHostedService, IAsyncDisposable
{
    private readonly WebRtcIngestOptions _options = configuration.WebRtc;
    private readonly FaultLog _faults = new(log);
    private WebRtcEndpoint? _endpoint;

    public WebRtcSessions Sessions { get; } = new(configuration.WebRtc.KeptSessions, time);

    /// <summary>Why nobody can publish; null: everybody can.</summary>
    public string? Fault { get; private set; } = "the server is starting";

    /// <summary>Null without a port.</summary>
    public IPEndPoint? LocalEndPoint => _endpoint?.LocalEndPoint;

    /// <summary>Null without a port.</summary>
    public EndpointStatistics? Statistics => _endpoint?.Statistics;

    /// <summary>Only without a <see cref="Fault"/>.</summary>
    public WebRtcSession Accept(string streamId, bool isLive, string offer, IPAddress? client, out OfferResult result) =>
        Sessions.Begin(streamId, client, isLive, receiver => _endpoint!.Accept(offer, receiver, client), out result);

    /// <exception cref="UserException">The port cannot be opened, or a host has no address.</exception>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        // The rest of the server does without these libraries.
        Fault = _options.Enabled ? NativeLibraries.Missing : "WebRtc:Enabled is false";
        if (Fault is not null)
        {
            if (_options.Enabled)
                log.WebRtcMissing(Fault);
            return;
        }

        var listen = new IPEndPoint(IPAddress.Parse(_options.Listen ?? configuration.Server.Listen), _options.Port);
        var told = await Task.WhenAll(_options.AdvertisedHosts.Select(host => AdvertisedHost.Parse(host)!.ResolveAsync(cancellationToken)));
        try
        {
            _endpoint = new(Options(listen, [.. told.SelectMany(host => host)]), time, fault => _faults.Report("WebRTC", fault));
        }
        catch (SocketException e)
        {
            var (tcp, other) = _options.TcpPort is { } port ? ($" and TCP {port}", ", WebRtc:TcpPort=N") : ("", "");
            throw new UserException($"cannot listen: UDP {listen}{tcp}: {e.Message}. Choose another port with --set WebRtc:Port=N{other}", e);
        }
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>After the streams have ended.</summary>
    public ValueTask DisposeAsync() => _endpoint?.DisposeAsync() ?? ValueTask.CompletedTask;

    private WebRtcOptions Options(IPEndPoint listen, IReadOnlyList<IPEndPoint> advertised) => new()
    {
        Listen = listen,
        ListenTcp = _options.TcpPort is { } port ? new(listen.Address, port) : null,
        AdvertisedAddresses = advertised,
        Codecs = [.. _options.Codecs.Select(codec => Enum.Parse<RtcCodec>(codec, ignoreCase: true))],
        MaxSessions = _options.MaxSessions,
        MaxSessionsPerAddress = _options.MaxSessionsPerAddress,
        HandshakeTimeout = TimeSpan.FromSeconds(_options.HandshakeTimeoutSeconds),
        ConsentTimeout = TimeSpan.FromSeconds(_options.ConsentTimeoutSeconds),
        MaxUnknownChecksPerSecond = _options.MaxUnknownChecksPerSecond,
        MaxJitterDelay = TimeSpan.FromMilliseconds(_options.MaxJitterDelayMilliseconds),
        MaxBitsPerSecond = _options.MaxBitsPerSecond,
    };
}
