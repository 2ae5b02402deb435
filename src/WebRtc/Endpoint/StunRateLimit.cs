using WebRtc.Stun;

namespace WebRtc.Endpoint;

/// <summary>
/// How many checks an address may send each second before it belongs to a peer: each costs an HMAC. The table has a fixed size, so that made-up
/// addresses cannot fill it; two addresses may share a place and its limit.
/// </summary>
internal sealed class StunRateLimit(int perSecond)
{
    private const int Places = 4096;

    private readonly int[] _counts = new int[Places];
    private long _second;

    public bool Allows(TransportAddress address, TimeSpan now)
    {
        var second = (long)now.TotalSeconds;
        if (second != _second) Array.Clear(_counts);
        _second = second;
        // The process's own seed is in the hash, so nobody can choose a neighbour.
        return ++_counts[(uint)HashCode.Combine(address.Ip) % Places] <= perSecond;
    }
}
