using System.Diagnostics;
using WebRtc.Dtls;

namespace WebRtc.Tests.Dtls;

/// <summary>A client and a server, and a network between them that the test decides on.</summary>
internal sealed class DtlsPair : IDisposable
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(30);

    private readonly DtlsContext _clientContext, _serverContext;

    public DtlsPair(DtlsFingerprint? expectedOfClient = null, DtlsFingerprint? expectedOfServer = null, string? clientProfiles = null)
    {
        var (client, server) = (DtlsCertificate.Create(TimeProvider.System), DtlsCertificate.Create(TimeProvider.System));
        _clientContext = clientProfiles is null ? new(client) : new(client, clientProfiles);
        _serverContext = new(server);
        Client = new(_clientContext, DtlsRole.Client, expectedOfServer ?? server.Fingerprint);
        Server = new(_serverContext, DtlsRole.Server, expectedOfClient ?? client.Fingerprint);
    }

    public DtlsSession Client { get; }

    public DtlsSession Server { get; }

    /// <summary>Carries datagrams until both are done, or nothing moves any more.</summary>
    /// <param name="network">What arrives of a flight, and in which order.</param>
    public async Task Run(Func<int, List<byte[]>, IEnumerable<byte[]>>? network = null)
    {
        Client.Start();
        var start = Stopwatch.GetTimestamp();
        for (var flight = 0; Stopwatch.GetElapsedTime(start) < Deadline; flight++)
        {
            var moved = Carry(flight, Client, Server, network) | Carry(flight, Server, Client, network);
            if (moved)
                continue;
            if (IsDone(Client) && IsDone(Server))
                return;
            // OpenSSL counts real time.
            var wait = new[] { Client.Timeout, Server.Timeout }.Where(left => left is not null).DefaultIfEmpty(TimeSpan.FromMilliseconds(20)).Min()!.Value;
            if (wait > TimeSpan.Zero)
                await Task.Delay(wait);
            Client.HandleTimeout();
            Server.HandleTimeout();
        }
    }

    public void Dispose()
    {
        Client.Dispose();
        Server.Dispose();
        _clientContext.Dispose();
        _serverContext.Dispose();
    }

    private static bool IsDone(DtlsSession session) => session.State != DtlsState.Handshaking;

    private static bool Carry(int flight, DtlsSession from, DtlsSession to, Func<int, List<byte[]>, IEnumerable<byte[]>>? network)
    {
        var datagrams = new List<byte[]>();
        while (from.TryTakeDatagram(out var datagram))
            datagrams.Add(datagram);
        foreach (var datagram in network?.Invoke(flight, datagrams) ?? datagrams)
            to.Receive(datagram);
        return datagrams.Count > 0;
    }
}
