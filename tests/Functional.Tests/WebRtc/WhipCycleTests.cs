using WebRtc.Dtls.Native;
using WebRtc.Srtp.Native;
using Xunit;

namespace Functional.Tests.WebRtc;

/// <summary>Counts what lives in the whole process, so no other test may run beside it.</summary>
[CollectionDefinition(nameof(WhipCycleTests), DisableParallelization = true)]
[Collection(nameof(WhipCycleTests))]
public sealed class WhipCycleTests
{
    private const int Cycles = 100;

    /// <summary>Connections of HttpClient and files of the runtime come and go by themselves.</summary>
    private const int Slack = 5;

    private static (int OpenSsl, int Srtp) Handles => (OpenSslHandle.Live, SrtpHandle.Live);

    private static int OpenFiles => Directory.GetFileSystemEntries("/proc/self/fd").Length;

    [Fact]
    public async Task Publishers_that_come_and_go_leave_nothing_behind()
    {
        await using var server = await ServerFixture.Start(("WebRtc:KeptSessions", "10"));
        await Cycle(server, 0);
        var (handles, files) = (Handles, OpenFiles);
        for (var cycle = 1; cycle <= Cycles; cycle++)
            await Cycle(server, cycle);

        await Eventually.Be(() => Handles == handles && OpenFiles <= files + Slack, "handles are back", () => $"{Handles}, once {handles}; {OpenFiles} files, once {files}");
        Assert.Equal("""{"streams":[]}""", await server.Http.GetStringAsync("/v1/streams", TestContext.Current.CancellationToken));
        var metrics = await server.Metrics.GetStringAsync("/metrics", TestContext.Current.CancellationToken);
        Assert.All(["waiting", "handshaking", "connected"], state => Assert.Contains($"\nstream_webrtc_sessions{{state=\"{state}\"}} 0\n", metrics, StringComparison.Ordinal));
        Assert.Contains($"\nstream_webrtc_sessions_ended_total{{how=\"closed\"}} {Cycles + 1}\n", metrics, StringComparison.Ordinal);
        Assert.Equal(10, (await (await server.Http.GetAsync("/v1/webrtc/sessions", TestContext.Current.CancellationToken)).Json())["sessions"]!.AsArray().Count);
    }

    /// <summary>One connects, sends a frame, and leaves: by DELETE, or by its goodbye.</summary>
    private static async Task Cycle(ServerFixture server, int cycle)
    {
        var publisher = await WhipPublisher.Connect(server, "door");
        publisher.SendFrame();
        if (cycle % 2 == 0)
            await server.Delete(publisher.Location).Is(System.Net.HttpStatusCode.OK);
        await publisher.DisposeAsync();
        await Eventually.Be(async () => (await server.Ask(HttpMethod.Get, publisher.Location.AbsolutePath)).StatusCode == System.Net.HttpStatusCode.NotFound
            && (await server.Ask(HttpMethod.Get, "/v1/streams/door")).StatusCode == System.Net.HttpStatusCode.NotFound, "it is gone");
    }
}
