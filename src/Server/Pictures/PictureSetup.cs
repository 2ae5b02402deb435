
namespace Server.Pictures;

internal static class PictureSetup
{
    public static IServiceCollection AddPictures(this IServiceCollection services, PictureOptions options) => services
        .AddSingleton(options)
        .AddSingleton(new DetectQueue(options.MaxConcurrentDetects))
        .AddSingleton<PictureDetect>()
        .AddSingleton(new SnapshotPlaces(options.MaxConcurrentSnapshots))
        .AddSingleton(new PreviewPlaces(options.MaxPreviews));
}
