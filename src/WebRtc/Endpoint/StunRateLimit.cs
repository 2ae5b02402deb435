using WebRtc.Stun;

namespace WebRtc.Endpoint;

/// <summary>
/// How many checks an address may send each second before it belongs to a peer: each costs an HMAC. The table has a fixed size, so that made-up
/// addresses cannot fill it; two addresses may share a place and its limit.
/// </summary>
internal sealed class StunRateLimit(int perSecond)
{
    private const int Slots = 4096;

    private readonly Lock _lock = new();
    private readonly int[] _counts = new int[Slots];
    private long _second;

    public bool Allows(TransportAddress address, TimeSpan now)
    {
        var second = (long)now.TotalSeconds;
        // The process's own seed is in the hash, so nobody can choose a neighbour.
        var slot = (uint)HashCode.Combine(address.Ip) % Slots;
        lock (_lock)
        {
            if (second != _second)
                Array.Clear(_counts);
            _second = second;
            return ++_counts[slot] <= perSecond;
        }
    }
}
