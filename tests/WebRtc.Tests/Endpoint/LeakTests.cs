using WebRtc.Dtls.Native;
using WebRtc.Srtp.Native;
using Xunit;

namespace WebRtc.Tests.Endpoint;

/// <summary>Counts what lives in the whole process, so no other test may run beside it.</summary>
[CollectionDefinition(nameof(LeakTests), DisableParallelization = true)]
[Collection(nameof(LeakTests))]
public class LeakTests
{
    [Fact]
    public async Task Peers_that_come_and_go_leave_nothing_native_behind()
    {
        var before = (OpenSslHandle.Live, SrtpHandle.Live);
        for (var i = 0; i < 20; i++)
        {
            await using var publication = new Publication();
            await publication.Connect();
            publication.SendFrame(isKey: true);
        }
        Assert.Equal(before, (OpenSslHandle.Live, SrtpHandle.Live));
    }
}
