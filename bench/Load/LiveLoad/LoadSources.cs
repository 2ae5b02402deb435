using Scene;

namespace Load.LiveLoad;

/// <summary>The videos of each kind.</summary>
internal static class LoadSources
{
    public static ILoadSources Of(LoadOptions options, string folder) => options.Kind switch
    {
        LoadKind.Test => new AddressSources(index => $"test://people?count=4&seed={index + 1}&size={LoadClip.Scene.Width}x{LoadClip.Scene.Height}&fps={LoadClip.FramesPerSecond}"),
        LoadKind.Grpc => new PushedSources(LoadClip.Units(LoadClip.Scene, options.ClipFrames, options.BFrames)),
        LoadKind.Rtsp => RtspSources.Start(LoadClip.Units(LoadClip.Scene, options.ClipFrames, options.BFrames), folder, options.Streams),
        _ => Files(options, Path.Combine(folder, "clip.mp4")),
    };

    private static AddressSources Files(LoadOptions options, string path)
    {
        if (options.File is { } file)
            return new(_ => Path.GetFullPath(file));
        LoadClip.WriteMp4(path, LoadClip.Scene, options.ClipFrames, options.BFrames);
        return new(_ => path);
    }
}
