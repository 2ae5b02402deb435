using FFmpeg;

namespace Streaming.Sources;

/// <summary>How libav opens a source: its bounds, and what it may reach.</summary>
internal static class ReaderOptions
{
    // What lies below the protocols that a client may name.
    private static readonly string[] Carriers = ["tcp", "udp", "tls", "rtp", "crypto"];

    // A camera with a key frame in ten seconds or more sends, and is waited for so many times as long as one that does not.
    private const int KeyFrameTimeouts = 6;

    // Whoever calls a listener may take its time.
    private static readonly TimeSpan CallTimeout = TimeSpan.FromMinutes(1);

    public static MediaReaderOptions Of(SourceAddress address, SourceOptions source, IngestOptions options)
    {
        var timeout = TimeSpan.FromSeconds(options.TimeoutSeconds);
        var bounds = new MediaReaderOptions
        {
            OpenTimeout = address.Listens ? CallTimeout : timeout, ReadTimeout = timeout, KeyFrameTimeout = timeout * KeyFrameTimeouts, VideoTimeout = options.Patience,
        };
        return address.Kind switch
        {
            // A playlist among the files would lead out of their folders.
            SourceKind.File => bounds with { AllowedProtocols = ["file"], AllowedFormats = MediaReaderOptions.SelfContainedFormats },
            SourceKind.Device => CaptureDevice.Parse(address.Target).ApplyTo(bounds),
            _ => bounds with
            {
                // Enough to know a camera by, and no more: a reconnect waits for it. What is read meanwhile is kept ("Live" would not),
                // since the first key frame is in it.
                HearSound = true,
                AnalyzeDuration = TimeSpan.FromSeconds(0.5),
                ProbeBytes = 500_000,
                RtspTransport = source.RtspTransport,
                AllowedProtocols = [.. options.Protocols, .. Carriers],
                AllowedFormats = [.. MediaReaderOptions.SelfContainedFormats, "rtsp", "hls", "dash"],
            },
        };
    }
}
