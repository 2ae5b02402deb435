namespace Load.LiveLoad;

/// <summary>Where the videos of a load come from.</summary>
internal enum LoadKind
{
    /// <summary>Looped files at their own speed: the server reads and decodes.</summary>
    File,

    /// <summary>The built-in test source: the server renders, which costs it more than decoding would.</summary>
    Test,

    /// <summary>A client pushes access units at their own speed by StreamService.Stream.</summary>
    Grpc,

    /// <summary>GStreamer's RTSP server plays the clip, over TCP.</summary>
    Rtsp,
}
