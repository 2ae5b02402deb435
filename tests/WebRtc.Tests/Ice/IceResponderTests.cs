using System.Net;
using System.Text;
using WebRtc.Ice;
using WebRtc.Stun;
using Xunit;

namespace WebRtc.Tests.Ice;

public class IceResponderTests
{
    private static readonly TransportAddress Peer = TransportAddress.From(new IPEndPoint(IPAddress.Parse("192.0.2.9"), 40_000));

    private readonly IceCredentials _peer = IceCredentials.Create(), _own = IceCredentials.Create();
    private readonly IceResponder _responder;

    public IceResponderTests() => _responder = new(_own, _peer);

    [Fact]
    public void A_client_gets_through_and_nominates()
    {
        var client = new IceClient(_peer, _own);
        var check = new byte[512];
        var length = client.WriteCheck(check, TimeSpan.FromSeconds(1));
        Assert.Equal(0, client.WriteCheck(new byte[512], TimeSpan.FromSeconds(1)));
        var answer = new byte[512];
        Assert.Equal(IceOutcome.Nominated, Respond(check.AsSpan(0, length), answer, out var answered));
        Assert.True(StunMessage.TryRead(answer.AsSpan(0, answered), out var response));
        Assert.True(response.HasFingerprint());
        Assert.True(response.TryGetXorMappedAddress(out var mapped));
        Assert.Equal(Peer, mapped);
        client.OnResponse(response);
        Assert.True(client.IsConnected);
        Assert.Equal((1, 0), (_responder.Checks, _responder.Refused));
    }

    // On a busy machine every answer came after the next check had been sent, and none counted.
    [Fact]
    public void An_answer_that_comes_after_the_check_was_sent_again_counts()
    {
        var client = new IceClient(_peer, _own);
        var (check, answer) = (new byte[512], new byte[512]);
        var length = client.WriteCheck(check, TimeSpan.FromSeconds(1));
        Respond(check.AsSpan(0, length), answer, out var answered);
        Assert.NotEqual(0, client.WriteCheck(check, TimeSpan.FromSeconds(2)));
        Assert.True(StunMessage.TryRead(answer.AsSpan(0, answered), out var response));
        client.OnResponse(response);
        Assert.True(client.IsConnected);
    }

    [Fact]
    public void A_check_without_a_nomination_only_shows_an_address() =>
        Assert.Equal(IceOutcome.Checked, Respond(Check(_own, _peer, StunAttribute.IceControlling), new byte[512], out _));

    [Fact]
    public void A_peer_in_our_role_is_told_to_change()
    {
        var answer = new byte[512];
        Assert.Equal(IceOutcome.Refused, Respond(Check(_own, _peer, StunAttribute.IceControlled), answer, out var length));
        Assert.True(StunMessage.TryRead(answer.AsSpan(0, length), out var response));
        Assert.Equal(StunType.BindingError, response.Type);
        Assert.True(response.TryGetErrorCode(out var code));
        Assert.Equal(487, code);
        Assert.True(response.IsAuthentic(Encoding.UTF8.GetBytes(_own.Password)));
    }

    [Fact]
    public void An_attribute_that_must_be_understood_and_is_not_is_named()
    {
        var answer = new byte[512];
        Assert.Equal(IceOutcome.Refused, Respond(Check(_own, _peer, (StunAttribute)0x0042), answer, out var length));
        Assert.True(StunMessage.TryRead(answer.AsSpan(0, length), out var response));
        Assert.True(response.TryGetErrorCode(out var code) && code == 420);
        Assert.True(response.TryGet(StunAttribute.UnknownAttributes, out var unknown));
        Assert.Equal<byte>([0x00, 0x42], unknown);
    }

    [Fact]
    public void A_check_with_another_password_or_name_gets_no_answer()
    {
        Assert.Equal(IceOutcome.Ignored, Respond(Check(_own with { Password = IceCredentials.Create().Password }, _peer, StunAttribute.IceControlling), new byte[512], out var length));
        Assert.Equal(0, length);
        Assert.Equal(IceOutcome.Ignored, Respond(Check(_own, IceCredentials.Create(), StunAttribute.IceControlling), new byte[512], out _));
        Assert.Equal(IceOutcome.Ignored, Respond(StunVectors.IPv4Response, new byte[512], out _));
        Assert.Equal((0, 3), (_responder.Checks, _responder.Refused));
    }

    [Fact]
    public void After_a_restart_the_old_credentials_serve_until_the_new_ones_do()
    {
        var newPeer = IceCredentials.Create();
        var newOwn = _responder.Restart(newPeer);
        Assert.Equal([newOwn.Ufrag, _own.Ufrag], _responder.Ufrags);
        Assert.Equal(IceOutcome.Checked, Respond(Check(_own, _peer, StunAttribute.IceControlling), new byte[512], out _));
        Assert.True(_responder.IsRestarting);
        Assert.Equal(IceOutcome.Checked, Respond(Check(newOwn, newPeer, StunAttribute.IceControlling), new byte[512], out _));
        Assert.False(_responder.IsRestarting);
        Assert.Equal(IceOutcome.Ignored, Respond(Check(_own, _peer, StunAttribute.IceControlling), new byte[512], out _));
    }

    private IceOutcome Respond(ReadOnlySpan<byte> check, byte[] answer, out int length)
    {
        Assert.True(StunMessage.TryRead(check, out var message));
        return _responder.Respond(message, Peer, answer, out length);
    }

    private static byte[] Check(IceCredentials to, IceCredentials from, StunAttribute role)
    {
        var buffer = new byte[512];
        var writer = new StunWriter(buffer, StunType.BindingRequest, StunVectors.TransactionId);
        writer.Add(StunAttribute.Username, Encoding.UTF8.GetBytes($"{to.Ufrag}:{from.Ufrag}"));
        writer.Add(StunAttribute.Priority, 1u);
        writer.Add(role, 1UL);
        return buffer[..writer.End(Encoding.UTF8.GetBytes(to.Password))];
    }
}
