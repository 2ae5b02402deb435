namespace Server.Api;

/// <summary>Single pictures inside the server: Server:MaxConcurrentDetects.</summary>
internal sealed class DetectQueue(int capacity) : Places(capacity);

internal static class PictureSetup
{
    public static IServiceCollection AddPictures(this IServiceCollection services, PictureOptions options) => services
        .AddSingleton(options)
        .AddSingleton(new DetectQueue(options.MaxConcurrentDetects))
        .AddSingleton<PictureDetect>()
        .AddSingleton(new SnapshotPlaces(options.MaxConcurrentSnapshots))
        .AddSingleton(new PreviewPlaces(options.MaxPreviews));
}
