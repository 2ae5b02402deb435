using System.Net;
using Functional.Tests.Grpc;
using WebRtc;
using WebRtc.Client;
using Wire.V1;
using Xunit;

namespace Functional.Tests.WebRtc;

/// <summary>A publisher of our own: real video, encoded beforehand, over real sockets. Skips the test where the libraries of WebRTC are missing.</summary>
internal sealed class WhipPublisher : IAsyncDisposable
{
    public const int FrameTicks = 3000;

    private static readonly Lazy<List<(byte[] Data, long Pts)>> s_units = new(() => Units.Of(Codec.Vp8, 60));

    // Close to the wrap, so that it is part of every test.
    private uint _timestamp = uint.MaxValue - 10 * FrameTicks;
    private int _next;

    private WhipPublisher()
    {
        Assert.SkipWhen(NativeLibraries.Missing is not null, NativeLibraries.Missing ?? "");
        Publisher = new(VideoCodec.Vp8, new(IPAddress.Loopback, 0), TimeProvider.System);
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

    public static WhipPublisher Create() => new();

    /// <summary>A publisher whose offer was answered; nothing was sent to the answer's addresses yet.</summary>
    public static async Task<WhipPublisher> Offer(ServerFixture server, string path)
    {
        var publisher = new WhipPublisher();
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
    public static async Task<WhipPublisher> Connect(ServerFixture server, string path)
    {
        var publisher = await Offer(server, path);
        await publisher.Connect();
        return publisher;
    }

    public Task Connect() => Publisher.ConnectAsync(Answer, TestContext.Current.CancellationToken).WaitAsync(TimeSpan.FromSeconds(60), TestContext.Current.CancellationToken);

    /// <summary>The clip begins anew with a key frame every 10 frames.</summary>
    public void SendFrame()
    {
        var (data, _) = s_units.Value[_next++ % s_units.Value.Count];
        var captured = TimeProvider.System.GetUtcNow();
        Sent.Add(_timestamp, captured);
        Publisher.Send(data, isKey: (data[0] & 1) == 0, _timestamp, captured);
        _timestamp += FrameTicks;
    }

    /// <summary>At a pace that any machine decodes.</summary>
    public async Task SendFrames(int count)
    {
        using var pace = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
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
