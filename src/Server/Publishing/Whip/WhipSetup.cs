using Streaming.Sources.WebRtc;
using Telemetry;

namespace Server.Publishing.Whip;

/// <summary>What publishing by WebRTC is made of.</summary>
internal static class WhipSetup
{
    public static IServiceCollection AddWhip(this IServiceCollection services, WebRtcIngestOptions options) => services
        .AddSingleton(options)
        .AddSingleton<Publishers>()
        .AddMetrics<Publishers>(WebRtcMetrics.OfPublishers)
        .AddMetrics<Publishers>(WebRtcMetrics.OfPort)
        .AddHostedService(provider => provider.GetRequiredService<Publishers>())
        .AddSingleton<WhipPublish>();
}
