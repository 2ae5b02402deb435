using System.Net;
using WebRtc.Stun;
using Xunit;

namespace WebRtc.Tests.Stun;

public class StunMessageTests
{
    [Fact]
    public void The_request_of_RFC_5769_is_read()
    {
        Assert.True(StunMessage.TryRead(StunVectors.Request, out var message));
        Assert.Equal(StunType.BindingRequest, message.Type);
        Assert.Equal(StunVectors.TransactionId, message.TransactionId);
        Assert.True(message.TryGet(StunAttribute.Username, out var user));
        Assert.Equal("evtj:h6vY"u8, user);
        Assert.True(message.TryGetUInt32(StunAttribute.Priority, out var priority));
        Assert.Equal(0x6E0001FFu, priority);
        Assert.True(message.Has(StunAttribute.IceControlled));
        Assert.True(message.IsAuthentic(StunVectors.Password));
        Assert.True(message.HasFingerprint());
    }

    [Fact]
    public void The_responses_of_RFC_5769_are_read()
    {
        Assert.True(StunMessage.TryRead(StunVectors.IPv4Response, out var four));
        Assert.True(four.IsAuthentic(StunVectors.Password) && four.HasFingerprint());
        Assert.True(four.TryGetXorMappedAddress(out var address));
        Assert.Equal(new IPEndPoint(IPAddress.Parse("192.0.2.1"), 32853), address.ToEndPoint());

        Assert.True(StunMessage.TryRead(StunVectors.IPv6Response, out var six));
        Assert.True(six.IsAuthentic(StunVectors.Password) && six.HasFingerprint());
        Assert.True(six.TryGetXorMappedAddress(out address));
        Assert.Equal(new IPEndPoint(IPAddress.Parse("2001:db8:1234:5678:11:2233:4455:6677"), 32853), address.ToEndPoint());
    }

    [Theory, InlineData("192.0.2.1"), InlineData("2001:db8::7")]
    public void What_is_written_is_read_again(string host)
    {
        var address = TransportAddress.From(new IPEndPoint(IPAddress.Parse(host), 5004));
        var buffer = new byte[StunMessage.MaxLength];
        var writer = new StunWriter(buffer, StunType.BindingError, StunVectors.TransactionId);
        writer.AddXorMappedAddress(address);
        writer.AddError(StunError.RoleConflict, "Role Conflict");
        writer.Add(StunAttribute.IceControlling, 0x0102030405060708UL);
        writer.Add(StunAttribute.UseCandidate);
        var length = writer.End("key"u8);

        Assert.True(StunMessage.TryRead(buffer.AsSpan(0, length), out var message));
        Assert.True(message.IsAuthentic("key"u8) && message.HasFingerprint());
        Assert.True(message.TryGetXorMappedAddress(out var read));
        Assert.Equal(address, read);
        Assert.True(message.TryGetErrorCode(out var code));
        Assert.Equal(487, code);
        Assert.True(message.Has(StunAttribute.UseCandidate));
    }

    [Fact]
    public void A_wrong_password_or_a_changed_byte_is_not_authentic()
    {
        Assert.True(StunMessage.TryRead(StunVectors.Request, out var message));
        Assert.False(message.IsAuthentic("another"u8));
        for (var at = 20; at < 76; at++)
        {
            var changed = StunVectors.Request;
            changed[at] ^= 1;
            if (!StunMessage.TryRead(changed, out message))
                continue;
            Assert.False(message.IsAuthentic(StunVectors.Password), $"byte {at} is not covered");
            Assert.False(message.HasFingerprint(), $"byte {at} is not covered");
        }
    }

    [Fact]
    public void An_attribute_behind_the_integrity_does_not_count()
    {
        var buffer = new byte[StunMessage.MaxLength];
        var writer = new StunWriter(buffer, StunType.BindingRequest, StunVectors.TransactionId);
        var length = writer.End("key"u8);
        // USE-CANDIDATE where FINGERPRINT was, and the length with it.
        byte[] forged = [.. buffer[..(length - 8)], 0x00, 0x25, 0x00, 0x00];
        StunChecks.SetLength(forged, forged.Length);
        Assert.True(StunMessage.TryRead(forged, out var message));
        Assert.False(message.Has(StunAttribute.UseCandidate));
    }

    [Theory, InlineData(0), InlineData(19), InlineData(107)]
    public void A_message_that_was_cut_is_refused(int length) => Assert.False(StunMessage.TryRead(StunVectors.Request.AsSpan(0, length), out _));
}
