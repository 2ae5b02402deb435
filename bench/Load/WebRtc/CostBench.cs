using Scene;
using Streaming;

namespace Load.WebRtc;

/// <summary>Chromium publishes the same video to this library's endpoint with FFmpeg behind it, and to aiortc, by turns.</summary>
internal sealed class CostBench(int maxBitrate, TimeSpan window)
{
    private const int SceneFrames = 300;

    // Until the first pictures come, and until the bitrate is what it may be.
    private static readonly TimeSpan WaitTimeout = TimeSpan.FromSeconds(60), WarmUp = TimeSpan.FromSeconds(5), Poll = TimeSpan.FromMilliseconds(50);

    public async Task<CostReport> Run(int pairs, IReadOnlyList<string> codecs, CancellationToken stop)
    {
        var machine = Machine.Read();
        using var scene = new SceneFile(new() { Width = 640, Height = 480, FramesPerSecond = 30, Count = 4, Seed = 1 }, SceneFrames);
        await using var page = await PublishingPage.Open();
        using var own = await ReceiverProcess.StartOwn(decode: true, stop);
        using var aiortc = await ReceiverProcess.StartAiortc(stop);
        await using var browser = await Browser.Start(scene.Path);
        await browser.Open(new(page.Url));
        var windows = new List<CostWindow>();
        foreach (var codec in codecs)
            for (var pair = 0; pair < pairs; pair++)
            {
                var (first, second) = pair % 2 == 0 ? (own, aiortc) : (aiortc, own);
                foreach (var receiver in new[] { first, second })
                    windows.Add(await Measure(page, receiver, receiver == own ? CostReport.Own : CostReport.Aiortc, codec, stop));
            }
        return new() { Machine = machine, MaxBitrate = maxBitrate, Seconds = window.TotalSeconds, Windows = windows };
    }

    private async Task<CostWindow> Measure(PublishingPage page, ReceiverProcess receiver, string name, string codec, CancellationToken stop)
    {
        var begun = await receiver.Read(stop);
        await page.Publish(receiver, codec, maxBitrate, stop);
        await Comes(receiver, begun.Frames, name, codec, stop);
        await Task.Delay(WarmUp, stop);
        var (before, cpu, sent, time) = (await receiver.Read(stop), receiver.Usage.Cpu, page.Sent, TimeProvider.System.GetTimestamp());
        await Task.Delay(window, stop);
        cpu = receiver.Usage.Cpu - cpu;
        var (after, bytes, seconds) = (await receiver.Read(stop), page.Sent.Bytes - sent.Bytes, TimeProvider.System.GetElapsedTime(time).TotalSeconds);
        var pictures = after.Frames - before.Frames;
        return new(name, codec, pictures, Math.Round(cpu.TotalMilliseconds / Math.Max(1, pictures), 3), Math.Round(8 * bytes / seconds / 1000), after.Width);
    }

    private static async Task Comes(ReceiverProcess receiver, long before, string name, string codec, CancellationToken stop)
    {
        var start = TimeProvider.System.GetTimestamp();
        while ((await receiver.Read(stop)).Frames == before)
        {
            if (TimeProvider.System.GetElapsedTime(start) > WaitTimeout)
                throw new UserException($"no {codec} picture came out of {name}");
            await Task.Delay(Poll, stop);
        }
    }
}
