using System.Collections.Concurrent;
using System.Net;
using Media;
using WebRtc.Client;
using Xunit;

namespace WebRtc.Tests.Endpoint;

/// <summary>An endpoint, and one publisher who sends made-up frames to it over real sockets.</summary>
internal sealed class Publication : IAsyncDisposable
{
    private const uint FrameTicks = 3000;

    private static readonly DateTimeOffset FirstCapture = new(2026, 11, 21, 12, 0, 0, TimeSpan.Zero);

    private readonly VideoCodec _codec;
    private uint _timestamp = 4_294_960_000;
    private int _frames;

    public Publication(VideoCodec codec = VideoCodec.Vp8, WebRtcOptions? options = null, IPAddress? address = null, Func<bool>? loses = null)
    {
        Assert.SkipWhen(NativeLibraries.Missing is not null, NativeLibraries.Missing ?? "");
        _codec = codec;
        var any = new IPEndPoint(address ?? IPAddress.Loopback, 0);
        Endpoint = new((options ?? new()) with { Listen = any }, TimeProvider.System, Faults.Enqueue);
        Publisher = new(codec, any, TimeProvider.System) { Loses = loses, UsesTcp = options?.ListenTcp is not null };
    }

    public WebRtcEndpoint Endpoint { get; }

    public ConcurrentQueue<Exception> Faults { get; } = new();

    public VideoPublisher Publisher { get; }

    public CollectingReceiver Receiver { get; init; } = new();

    public PeerConnection? Peer { get; private set; }

    public List<byte[]> Sent { get; } = [];

    public async Task Connect(string? offer = null)
    {
        var result = Endpoint.Accept(offer ?? Publisher.Offer, Receiver, IPAddress.Loopback);
        Assert.Equal("", result.Problem);
        Peer = result.Peer;
        await Publisher.ConnectAsync(Peer!.Answer, TestContext.Current.CancellationToken).WaitAsync(TimeSpan.FromSeconds(60), TestContext.Current.CancellationToken);
        await Eventually.Be(() => Peer.State == PeerState.Connected, () => $"{Peer.State}: {Peer.Reason}");
    }

    /// <summary>A key frame of some packets every so often, small frames between.</summary>
    public void SendFrame(bool isKey)
    {
        var unit = Unit(isKey);
        Sent.Add(unit);
        Publisher.Send(unit, isKey, _timestamp, FirstCapture + TimeSpan.FromSeconds(_frames++ * FrameTicks / 90_000.0));
        _timestamp += FrameTicks;
    }

    public async Task SendFrames(int count, int keyEvery)
    {
        using var pace = new PeriodicTimer(TimeSpan.FromMilliseconds(4));
        for (var i = 0; i < count; i++)
        {
            SendFrame(isKey: i % keyEvery == 0);
            await pace.WaitForNextTickAsync(TestContext.Current.CancellationToken);
        }
    }

    /// <summary>Everything came, unchanged, in order, with the times it was sent with.</summary>
    public void AllArrived()
    {
        Assert.Equal(Sent.Count, Receiver.Units.Count);
        foreach (var (i, (unit, bytes)) in Receiver.Units.Index())
        {
            Assert.Equal(Sent[i], bytes);
            Assert.Equal((_codec, i * FrameTicks), (Peer!.Codec, unit.Times.Pts90kHz));
            Assert.Equal(i * FrameTicks / 90.0, (unit.Times.CaptureTime!.Value - FirstCapture).TotalMilliseconds, 0.1);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await Publisher.DisposeAsync();
        await Endpoint.DisposeAsync();
    }

    private byte[] Unit(bool isKey)
    {
        var vectors = _codec == VideoCodec.H264 ? UnitVectors.H264 : UnitVectors.Vp8;
        var unit = vectors.First(vector => vector.IsKey == isKey).Bytes.ToArray();
        unit[^1] = (byte)(1 + _frames % 255);
        return unit;
    }
}
