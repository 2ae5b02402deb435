using System.Net;
using System.Net.Sockets;
using Media;
using Telemetry;
using WebRtc;

namespace Streaming.Sources.WebRtc;

/// <summary>The port that publishers send to, open as long as the server runs, and the sessions on it.</summary>
public sealed class WebRtcIngest(WebRtcIngestOptions options, TimeProvider time, ILogger<WebRtcIngest> log) : IHostedService, IAsyncDisposable
{
    private readonly FaultLog _faults = new(log);
    private WebRtcEndpoint? _endpoint;

    public WebRtcSessions Sessions { get; } = new(options.KeptSessions, time);

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
        Fault = options.Enabled ? NativeLibraries.Missing : "WebRtc:Enabled is false";
        if (Fault is not null)
        {
            if (options.Enabled)
                log.WebRtcMissing(Fault);
            return;
        }

        var listen = new IPEndPoint(IPAddress.Parse(options.Listen!), options.Port);
        var told = await Task.WhenAll(options.AdvertisedHosts.Select(host => AdvertisedHost.Parse(host)!.ResolveAsync(cancellationToken)));
        try
        {
            _endpoint = new(Options(listen, [.. told.SelectMany(host => host)]), time, fault => _faults.Report("WebRTC", fault));
        }
        catch (SocketException e)
        {
            var (tcp, other) = options.TcpPort is { } port ? ($" and TCP {port}", ", WebRtc:TcpPort=N") : ("", "");
            throw new UserException($"cannot listen: UDP {listen}{tcp}: {e.Message}. Choose another port with --set WebRtc:Port=N{other}", e);
        }
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>After the streams have ended.</summary>
    public ValueTask DisposeAsync() => _endpoint?.DisposeAsync() ?? ValueTask.CompletedTask;

    private WebRtcOptions Options(IPEndPoint listen, IReadOnlyList<IPEndPoint> advertised) => new()
    {
        Listen = listen,
        ListenTcp = options.TcpPort is { } port ? new(listen.Address, port) : null,
        AdvertisedAddresses = advertised,
        Codecs = [.. options.Codecs.Select(codec => Enum.Parse<VideoCodec>(codec, ignoreCase: true))],
        MaxSessions = options.MaxSessions,
        MaxSessionsPerAddress = options.MaxSessionsPerAddress,
        HandshakeTimeout = TimeSpan.FromSeconds(options.HandshakeTimeoutSeconds),
        ConsentTimeout = TimeSpan.FromSeconds(options.ConsentTimeoutSeconds),
        MaxUnknownChecksPerSecond = options.MaxUnknownChecksPerSecond,
        MaxJitterDelay = TimeSpan.FromMilliseconds(options.MaxJitterDelayMilliseconds),
        MaxBitsPerSecond = options.MaxBitsPerSecond,
    };
}
