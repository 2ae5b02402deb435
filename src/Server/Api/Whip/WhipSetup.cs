using Server.Ingest.WebRtc;

namespace Server.Api.Whip;

/// <summary>What publishing by WebRTC is made of.</summary>
internal static class WhipSetup
{
    public static IServiceCollection AddWhip(this IServiceCollection services) => services
        .AddSingleton<WebRtcIngest>()
        .AddHostedService(provider => provider.GetRequiredService<WebRtcIngest>())
        .AddSingleton<WhipPublications>()
        .AddSingleton<WhipPublish>();
}
