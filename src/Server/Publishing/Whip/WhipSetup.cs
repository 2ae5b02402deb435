using Streaming.Sources.WebRtc;
using Telemetry;

namespace Server.Publishing.Whip;

/// <summary>What publishing by WebRTC is made of.</summary>
internal static class WhipSetup
{
    public static IServiceCollection AddWhip(this IServiceCollection services, WebRtcIngestOptions options) => services
        .AddSingleton(options)
        .AddSingleton<WebRtcIngest>()
        .AddMetrics<WebRtcIngest>(WebRtcMetrics.OfPublishers)
        .AddMetrics<WebRtcIngest>(WebRtcMetrics.OfPort)
        .AddHostedService(provider => provider.GetRequiredService<WebRtcIngest>())
        .AddSingleton<WhipPublications>()
        .AddSingleton<WhipPublish>();
}
