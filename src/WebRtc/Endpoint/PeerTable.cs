using System.Collections.Concurrent;
using System.Net;
using WebRtc.Stun;

namespace WebRtc.Endpoint;

/// <summary>Finds a datagram's peer: by the address it has proved, or by the ICE name in a check. Reading takes no lock.</summary>
internal sealed class PeerTable
{
    /// <summary>Of one peer: it may move between networks. Full: the oldest is forgotten.</summary>
    private const int MaxAddresses = 8;

    private readonly ConcurrentDictionary<string, PeerConnection> _byUfrag = new();
    private readonly ConcurrentDictionary<TransportAddress, PeerConnection> _byAddress = new();
    private readonly Dictionary<PeerConnection, Entry> _entries = [];
    private readonly Lock _lock = new();
    private volatile PeerConnection[] _all = [];
    private long _failed;

    /// <summary>A snapshot, made when a peer comes or goes.</summary>
    public IReadOnlyList<PeerConnection> All => _all;

    /// <summary>Peers that did not end well.</summary>
    public long Failed
    {
        get
        {
            lock (_lock)
                return _failed;
        }
    }

    public bool TryFind(TransportAddress address, out PeerConnection peer) => _byAddress.TryGetValue(address, out peer!);

    public bool TryFind(string ufrag, out PeerConnection peer) => _byUfrag.TryGetValue(ufrag, out peer!);

    public int CountOf(IPAddress client)
    {
        lock (_lock)
            return _entries.Values.Count(entry => client.Equals(entry.Client));
    }

    public void Add(PeerConnection peer, IPAddress? client, IReadOnlyList<string> ufrags)
    {
        lock (_lock)
        {
            _entries.Add(peer, new(client));
            _all = [.. _entries.Keys];
            SetUfrags(peer, ufrags);
        }
    }

    /// <summary>After a restart began or ended.</summary>
    public void SetUfrags(PeerConnection peer, IReadOnlyList<string> ufrags)
    {
        lock (_lock)
        {
            if (!_entries.TryGetValue(peer, out var entry))
                return;
            foreach (var ufrag in entry.Ufrags.Except(ufrags))
                _byUfrag.TryRemove(ufrag, out _);
            foreach (var ufrag in ufrags)
                _byUfrag[ufrag] = peer;
            entry.Ufrags = ufrags;
        }
    }

    public void AddAddress(PeerConnection peer, TransportAddress address)
    {
        lock (_lock)
        {
            if (!_entries.TryGetValue(peer, out var entry))
                return;
            _byAddress[address] = peer;
            entry.Addresses.Remove(address);
            entry.Addresses.Add(address);
            if (entry.Addresses.Count <= MaxAddresses)
                return;
            RemoveAddress(entry.Addresses[0], peer);
            entry.Addresses.RemoveAt(0);
        }
    }

    public void Remove(PeerConnection peer, bool failed)
    {
        lock (_lock)
        {
            if (!_entries.Remove(peer, out var entry))
                return;
            if (failed)
                _failed++;
            _all = [.. _entries.Keys];
            foreach (var ufrag in entry.Ufrags)
                _byUfrag.TryRemove(ufrag, out _);
            foreach (var address in entry.Addresses)
                RemoveAddress(address, peer);
        }
    }

    /// <summary>Unless it is another peer's by now: NATs use ports again.</summary>
    private void RemoveAddress(TransportAddress address, PeerConnection peer) => _byAddress.TryRemove(new(address, peer));

    private sealed class Entry(IPAddress? client)
    {
        public IPAddress? Client => client;

        public IReadOnlyList<string> Ufrags { get; set; } = [];

        public List<TransportAddress> Addresses { get; } = [];
    }
}
