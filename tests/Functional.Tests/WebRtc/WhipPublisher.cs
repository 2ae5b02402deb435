using System.Net;
using Functional.Tests.Grpc;
using Media;
using Streaming.Sources;
using WebRtc;
using WebRtc.Client;
using Wire.V1;
using Xunit;

namespace Functional.Tests.WebRtc;

/// <summary>A publisher of our own: real video, encoded beforehand, over real sockets. Skips the test where the libraries of WebRTC are missing.</summary>
internal sealed class WhipPublisher : IAsyncDisposable
{
    public const int FrameTicks = 3000;

    private static readonly Lazy<List<(byte[] Data, long Pts)>> Vp8 = new(() => Units.Of(Codec.Vp8, 60));
    private static readonly Lazy<List<(byte[] Data, long Pts)>> WithBFrames = new(() => Units.Of(Codec.H264, 60, extra: "-bf 2"));

    private readonly VideoCodec _codec;
    private readonly List<(byte[] Data, long Pts)> _units;

    // Close to the wrap, so that it is part of every test.
    private readonly uint _timestamp = uint.MaxValue - 10 * FrameTicks;
    private int _next;

    private WhipPublisher(VideoCodec codec, bool usesTcp = false)
    {
        Assert.SkipWhen(NativeLibraries.Missing is not null, NativeLibraries.Missing ?? "");
        (_codec, _units) = (codec, codec == VideoCodec.Vp8 ? Vp8.Value : WithBFrames.Value);
        Publisher = new(codec, new(IPAddress.Loopback, 0), TimeProvider.System) { UsesTcp = usesTcp };
    }

    public VideoPublisher Publisher { get; }

    /// <summary>Of the session.</summary>
    public Uri Location { get; private set; } = null!;

    public string ETag { get; private set; } = "";

    /// <summary>Its id in diagnosis and results.</summary>
    public string Session { get; private set; } = "";

    public string Answer { get; private set; } = "";

    /// <summary>RTP timestamp and capture time of each frame that was sent.</summary>
    public Dictionary<uint, DateTimeOffset> Sent { get; } = [];

    /// <param name="codec">VP8, or H.264 with B-frames.</param>
    public static WhipPublisher Create(VideoCodec codec = VideoCodec.Vp8) => new(codec);

    /// <summary>A publisher whose offer was answered; nothing was sent to the answer's addresses yet.</summary>
    public static async Task<WhipPublisher> Offer(ServerFixture server, string path, VideoCodec codec = VideoCodec.Vp8, bool usesTcp = false)
    {
        var publisher = new WhipPublisher(codec, usesTcp);
        await publisher.Offer(server, path, publisher.Publisher.Offer);
        return publisher;
    }

    public async Task Offer(ServerFixture server, string path, string offer)
    {
        using var answer = await server.Offer(path, offer);
        Answer = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.True(answer.StatusCode == HttpStatusCode.Created, $"{answer.StatusCode} {Answer}");
        Location = new Uri(server.Http.BaseAddress!, answer.Header("Location"));
        ETag = answer.Header("ETag");
        Session = answer.Header("Link").Split("/diagnose/")[1].Split('>')[0];
    }

    /// <summary>A publisher that may send video.</summary>
    public static async Task<WhipPublisher> Connect(ServerFixture server, string path, VideoCodec codec = VideoCodec.Vp8, bool usesTcp = false)
    {
        var publisher = await Offer(server, path, codec, usesTcp);
        await publisher.Connect();
        return publisher;
    }

    public Task Connect() => Publisher.ConnectAsync(Answer, TestContext.Current.CancellationToken).WaitAsync(TimeSpan.FromSeconds(60), TestContext.Current.CancellationToken);

    /// <summary>What a frame's number and its timestamp make of the timestamp that is sent.</summary>
    public Func<int, uint, uint> Stamp { get; set; } = (_, timestamp) => timestamp;

    /// <summary>The clip begins anew with a key frame every 10 frames.</summary>
    public void SendFrame()
    {
        var (data, pts) = _units[_next % _units.Count];
        var round = _next++ / _units.Count;
        var timestamp = Stamp(_next - 1, unchecked(_timestamp + (uint)(pts - _units[0].Pts) + (uint)(round * _units.Count * FrameTicks)));
        var captured = TimeProvider.System.GetUtcNow();
        Sent[timestamp] = captured;
        Publisher.Send(data, KeyUnit.Is(_codec, data), timestamp, captured);
    }

    /// <summary>At the pace of its timestamps.</summary>
    public async Task SendFrames(int count)
    {
        using var pace = new PeriodicTimer(TimeSpan.FromMilliseconds(FrameTicks / 90.0));
        for (var i = 0; i < count; i++)
        {
            SendFrame();
            await pace.WaitForNextTickAsync(TestContext.Current.CancellationToken);
        }
    }

    /// <summary>Sends until something has become true.</summary>
    public async Task SendUntil(Func<Task<bool>> condition, string what) => await Eventually.Be(async () =>
    {
        await SendFrames(1);
        return await condition();
    }, what);

    public ValueTask DisposeAsync() => Publisher.DisposeAsync();
}
