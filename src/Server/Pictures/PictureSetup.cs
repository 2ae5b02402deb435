
namespace Server.Pictures;

internal static class PictureSetup
{
    public static IServiceCollection AddPictures(this IServiceCollection services, PictureOptions options) => services
        .AddSingleton(options)
        .AddSingleton(new DetectLimit(options.MaxConcurrentDetects))
        .AddSingleton<PictureDetect>()
        .AddSingleton(new SnapshotLimit(options.MaxConcurrentSnapshots))
        .AddSingleton(new PreviewLimit(options.MaxPreviews));
}
