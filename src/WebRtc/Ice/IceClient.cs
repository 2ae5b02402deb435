using System.Security.Cryptography;
using System.Text;
using WebRtc.Stun;

namespace WebRtc.Ice;

/// <summary>The controlling side towards one candidate of a lite peer: it checks, nominates at once, and keeps consent fresh; RFC 8445 §7.2, RFC 7675.</summary>
internal sealed class IceClient(IceCredentials local, IceCredentials remote)
{
    // Host candidate of component 1, as peer-reflexive (110): what RFC 8445 §7.1.1 asks for.
    private const uint Priority = 110u << 24 | 65_535 << 8 | 255;

    private static readonly TimeSpan UntilConnected = TimeSpan.FromMilliseconds(100), Consent = TimeSpan.FromSeconds(5);

    private readonly ulong _tieBreaker = BitConverter.ToUInt64(RandomNumberGenerator.GetBytes(sizeof(ulong)));
    private readonly byte[] _key = Encoding.UTF8.GetBytes(remote.Password);
    private readonly byte[] _transaction = RandomNumberGenerator.GetBytes(StunMessage.TransactionIdLength);
    private TimeSpan _next;

    public bool IsConnected { get; private set; }

    /// <returns>0: no check is due.</returns>
    public int WriteCheck(Span<byte> buffer, TimeSpan now)
    {
        if (now < _next)
            return 0;
        _next = now + (IsConnected ? Consent : UntilConnected);
        // Until it is answered the same check is sent again, for the answer may take longer than the next one.
        if (IsConnected)
            RandomNumberGenerator.Fill(_transaction);
        var writer = new StunWriter(buffer, StunType.BindingRequest, _transaction);
        writer.Add(StunAttribute.Username, Encoding.UTF8.GetBytes($"{remote.Ufrag}:{local.Ufrag}"));
        writer.Add(StunAttribute.Priority, Priority);
        writer.Add(StunAttribute.IceControlling, _tieBreaker);
        writer.Add(StunAttribute.UseCandidate);
        return writer.End(_key);
    }

    public void OnResponse(in StunMessage response)
    {
        if (response.Type == StunType.BindingSuccess && response.TransactionId.SequenceEqual(_transaction) && response.IsAuthentic(_key))
            IsConnected = true;
    }
}
