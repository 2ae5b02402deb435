using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using Media;
using Telemetry;
using WebRtc;

namespace Streaming.Sources.WebRtc;

/// <summary>
/// The port that publishers send to, open as long as the server runs, and their sessions: those of this moment, and for a while those that ended or
/// were refused. Too many of the latter: the oldest go.
/// </summary>
/// <remarks>Sessions end under their peer's lock, so the lock here is never held while one is asked for its facts.</remarks>
public sealed class Publishers(WebRtcIngestOptions options, IngestOptions ingest, TimeProvider time, ILogger<Publishers> log) : IHostedService, IAsyncDisposable
{
    private readonly FaultLog _faults = new(log);
    private readonly ConcurrentDictionary<string, PublisherSession> _present = new(StringComparer.Ordinal);
    private readonly Queue<SessionFacts> _former = new();
    private readonly Lock _change = new();
    private WebRtcTotals _ofFormer = new();
    private WebRtcEndpoint? _endpoint;

    /// <summary>Why nobody can publish; null: everybody can.</summary>
    public string? Fault { get; private set; } = "the server is starting";

    /// <summary>Null without a port.</summary>
    public IPEndPoint? LocalEndPoint => _endpoint?.LocalEndPoint;

    /// <summary>Null without a port.</summary>
    public EndpointStatistics? Statistics => _endpoint?.Statistics;

    /// <summary>All sessions that are known, the newest first, and what was counted of all since the start: one moment.</summary>
    public (IReadOnlyList<SessionFacts> Sessions, WebRtcTotals Totals) Snapshot()
    {
        var present = _present.Values.Select(session => session.Facts).ToList();
        lock (_change)
        {
            // Those that ended meanwhile are among the former.
            present.RemoveAll(session => !_present.ContainsKey(session.Id));
            var totals = present.Aggregate(_ofFormer, (sum, session) => sum.Plus(session));
            return ([.. present.Concat(_former).OrderByDescending(session => session.Id, StringComparer.Ordinal)], totals);
        }
    }

    /// <returns>Null: there is none of that name; never was, or long ago.</returns>
    public SessionFacts? Facts(string id)
    {
        if (_present.TryGetValue(id, out var session))
            return session.Facts;
        lock (_change)
            return _former.FirstOrDefault(former => former.Id == id);
    }

    /// <summary>By who knows its secret. How long it takes tells nothing of how much of that was right.</summary>
    public PublisherSession? Find(string streamId, string secret)
    {
        var given = Encoding.UTF8.GetBytes(secret);
        return _present.Values.FirstOrDefault(session => session.StreamId == streamId && CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(session.Secret), given));
    }

    /// <summary>Whose video stopped so long ago.</summary>
    public PublisherSession? FindSilent(string streamId, TimeSpan silence) =>
        _present.Values.FirstOrDefault(session => session.StreamId == streamId && session.Facts.Peer?.Silence > silence);

    /// <summary>Only without a <see cref="Fault"/>.</summary>
    /// <param name="isLive">The stream outlives the session.</param>
    /// <param name="result">Of the offer.</param>
    /// <returns>Also of an offer that was refused: its id is what a diagnosis is asked by.</returns>
    public PublisherSession Accept(string streamId, bool isLive, string offer, IPAddress? client, out OfferResult result)
    {
        var session = new PublisherSession(streamId, isLive, ingest.Patience, client, time, Archive);
        result = _endpoint!.Accept(offer, session, client);
        if (result.Peer is not { } peer)
        {
            Archive(session.Refuse(result));
            return session;
        }

        session.Begin(peer);
        _present[session.Id] = session;
        // One that the port's end took away at once was kept before it was here.
        if (session.Finished.IsCompleted)
            _present.TryRemove(session.Id, out _);
        return session;
    }

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

    private void Archive(SessionFacts last)
    {
        lock (_change)
        {
            _present.TryRemove(last.Id, out _);
            _ofFormer = _ofFormer.Plus(last);
            _former.Enqueue(last);
            if (_former.Count > options.KeptSessions)
                _former.Dequeue();
        }
    }

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
