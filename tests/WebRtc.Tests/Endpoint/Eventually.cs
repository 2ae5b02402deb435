using System.Diagnostics;
using Xunit;

namespace WebRtc.Tests.Endpoint;

/// <summary>Waits for a condition, generously: other work runs on the machine.</summary>
internal static class Eventually
{
    private static readonly TimeSpan s_deadline = TimeSpan.FromSeconds(60), s_interval = TimeSpan.FromMilliseconds(5);

    public static async Task True(Func<bool> condition, Func<string> otherwise)
    {
        var start = Stopwatch.GetTimestamp();
        while (!condition())
        {
            Assert.True(Stopwatch.GetElapsedTime(start) < s_deadline, otherwise());
            await Task.Delay(s_interval, TestContext.Current.CancellationToken);
        }
    }
}
