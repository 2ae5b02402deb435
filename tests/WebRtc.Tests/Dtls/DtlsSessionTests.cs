using WebRtc.Dtls;
using WebRtc.Dtls.Native;
using Xunit;

namespace WebRtc.Tests.Dtls;

public class DtlsSessionTests
{
    [Fact]
    public async Task Both_sides_get_the_same_keys_and_choose_GCM()
    {
        using var pair = new DtlsPair();
        await pair.Run();
        Connected(pair);
        Assert.Equal(SrtpProfile.AeadAes128Gcm, pair.Client.Keys!.Profile);
        Assert.Null(pair.Server.Timeout);
    }

    [Fact]
    public async Task A_peer_that_knows_SHA1_alone_gets_it()
    {
        using var pair = new DtlsPair(clientProfiles: "SRTP_AES128_CM_SHA1_80");
        await pair.Run();
        Connected(pair);
        Assert.Equal(SrtpProfile.Aes128CmSha1, pair.Server.Keys!.Profile);
    }

    [Theory, InlineData(1), InlineData(2), InlineData(3), InlineData(4)]
    public async Task A_handshake_survives_loss_and_disorder(int seed)
    {
        using var pair = new DtlsPair();
        var random = new Random(seed);
        await pair.Run((flight, datagrams) => datagrams.Where(_ => flight > 12 || random.Next(3) > 0).OrderBy(_ => random.Next()));
        Connected(pair);
    }

    [Fact]
    public async Task A_hello_in_two_datagrams_is_put_together()
    {
        using var pair = new DtlsPair();
        await pair.Run((_, datagrams) => datagrams.SelectMany(HelloInTwo.Split));
        Connected(pair);
    }

    [Fact]
    public async Task Another_certificate_than_the_one_vouched_for_is_refused()
    {
        var other = DtlsCertificate.Create(TimeProvider.System).Fingerprint;
        using var pair = new DtlsPair(expectedOfClient: other);
        await pair.Run();
        Assert.Equal((DtlsState.Failed, null), (pair.Server.State, pair.Server.Keys));
        Assert.Contains("a=fingerprint", pair.Server.Failure, StringComparison.Ordinal);

        using var mirrored = new DtlsPair(expectedOfServer: other);
        await mirrored.Run();
        Assert.Equal(DtlsState.Failed, mirrored.Client.State);
    }

    [Fact]
    public async Task A_goodbye_is_understood()
    {
        using var pair = new DtlsPair();
        await pair.Run();
        pair.Client.Close();
        Assert.True(pair.Client.TryTakeDatagram(out var goodbye));
        pair.Server.Receive(goodbye);
        Assert.Equal(DtlsState.Closed, pair.Server.State);
    }

    [Fact]
    public async Task Rubbish_is_ignored_before_and_after_the_handshake()
    {
        using var pair = new DtlsPair();
        var random = new Random(1);
        void Rubbish()
        {
            for (var i = 0; i < 100; i++)
            {
                var datagram = new byte[random.Next(1, 300)];
                random.NextBytes(datagram);
                datagram[0] = (byte)random.Next(20, 64);
                pair.Server.Receive(datagram);
            }
        }
        Rubbish();
        await pair.Run();
        Connected(pair);
        Rubbish();
        Assert.Equal(DtlsState.Connected, pair.Server.State);
    }

    [Fact]
    public void Fingerprints_are_read_as_they_are_written()
    {
        var own = DtlsCertificate.Create(TimeProvider.System);
        var read = DtlsFingerprint.Parse($"{own.Fingerprint}");
        Assert.True(read!.Matches(own.Certificate));
        Assert.Null(DtlsFingerprint.Parse("sha-256 00:11"));
        Assert.Null(DtlsFingerprint.Parse($"{own.Fingerprint}".Replace(':', '-')));
    }

    private static void Connected(DtlsPair pair)
    {
        Assert.True(pair.Client.State == DtlsState.Connected, pair.Client.Failure);
        Assert.True(pair.Server.State == DtlsState.Connected, pair.Server.Failure);
        Assert.Equal(pair.Client.Keys!.Local, pair.Server.Keys!.Remote);
        Assert.Equal(pair.Client.Keys.Remote, pair.Server.Keys.Local);
        Assert.NotEqual(pair.Client.Keys.Local, pair.Client.Keys.Remote);
        Assert.True(OpenSslHandle.Live > 0);
    }
}
