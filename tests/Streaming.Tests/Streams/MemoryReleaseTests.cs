using Microsoft.Extensions.Time.Testing;
using Streaming.Streams;
using Xunit;

namespace Streaming.Tests.Streams;

public sealed class MemoryReleaseTests
{
    private readonly FakeTimeProvider _clock = new();

    [Fact]
    public void Memory_is_given_back_once_ten_seconds_after_the_last_stream_that_ended()
    {
        var release = new MemoryRelease(_clock);
        Assert.Equal(0, Releases(release, running: 9, seconds: 60));
        Assert.Equal(0, Releases(release, running: 5, seconds: 5));
        Assert.Equal(0, Releases(release, running: 2, seconds: 10));
        Assert.Equal(1, Releases(release, running: 2, seconds: 60));
        Assert.Equal(0, Releases(release, running: 4, seconds: 60));
        Assert.Equal(1, Releases(release, running: 0, seconds: 60));
    }

    private int Releases(MemoryRelease release, int running, int seconds)
    {
        var releases = 0;
        for (var second = 0; second < seconds; second++)
        {
            releases += release.Observe(running) ? 1 : 0;
            _clock.Advance(TimeSpan.FromSeconds(1));
        }

        return releases;
    }
}
