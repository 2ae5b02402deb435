using System.Globalization;
using FFmpeg.Native;
using Media;

namespace FFmpeg;

/// <summary>From options to an open libav encoder. Every field is an AVOption, so no layout of AVCodecContext is needed.</summary>
internal static class EncoderOpener
{
    internal static string NameOf(VideoCodec codec) => codec == VideoCodec.Vp8 ? "libvpx" : "libx264";

    internal static CodecHandle Open(VideoEncoderOptions options) =>
        Open(NameOf(options.Codec), Common(options).Concat(options.Codec == VideoCodec.Vp8 ? Vp8(options) : H264(options)));

    internal static CodecHandle Open(string name, IEnumerable<(string Key, string Value)> options)
    {
        var codec = LibAvCodec.avcodec_find_encoder_by_name(name);
        if (codec == 0)
            throw new MediaException(MediaErrorKind.Unsupported, $"this build of FFmpeg has no encoder {name}; the distribution's package ffmpeg has it");
        var context = new CodecHandle(codec);
        try
        {
            foreach (var (key, value) in options)
                Set(context, name, key, value);
            LogCapture.Begin();
            var result = LibAvCodec.avcodec_open2(context, codec, 0);
            return result >= 0 ? context : throw MediaException.From(result, name);
        }
        catch
        {
            context.Dispose();
            throw;
        }
    }

    private static IEnumerable<(string, string)> Common(VideoEncoderOptions options)
    {
        yield return ("video_size", Invariant($"{options.Width}x{options.Height}"));
        yield return ("pixel_format", "yuv420p");
        yield return ("time_base", "1/90000");
        yield return ("threads", options.Threads == 0 ? "auto" : Invariant($"{options.Threads}"));
        yield return ("g", Invariant($"{(options.GopFrames > 0 ? options.GopFrames : Math.Max(1, (int)Math.Round(2 * options.Rate)))}"));
        if (!options.HeadersInStream)
            yield return ("flags", "+global_header");
        var signal = options.Signal;
        if (signal.FullRange is { } full)
            yield return ("color_range", full ? "pc" : "tv");
        if (signal.Matrix > 0)
            yield return ("colorspace", Invariant($"{signal.Matrix}"));
        if (signal.Primaries > 0)
            yield return ("color_primaries", Invariant($"{signal.Primaries}"));
        if (signal.Transfer > 0)
            yield return ("color_trc", Invariant($"{signal.Transfer}"));
        if (signal is { PixelWidth: > 0, PixelHeight: > 0 })
            yield return ("aspect", Invariant($"{signal.PixelWidth}/{signal.PixelHeight}"));
    }

    private static IEnumerable<(string, string)> H264(VideoEncoderOptions options)
    {
        yield return ("preset", options.Preset.ToString().ToLowerInvariant());
        if (options.Live)
            yield return ("tune", "zerolatency");
        yield return ("bf", Invariant($"{(options.Live ? 0 : options.BFrames)}"));
        yield return options.BitRate is { } rate ? ("b", Invariant($"{rate}")) : ("crf", Invariant($"{options.Quality ?? 20}"));
        // Else x264 takes the time base for a rate of 90,000 frames a second, and writes a level that hardware refuses.
        yield return ("x264-params", Invariant($"fps={options.Rate:0.###}"));
    }

    private static IEnumerable<(string, string)> Vp8(VideoEncoderOptions options)
    {
        // 1 bit for 5 pixels: above what quality 10 takes, for libvpx knows constant quality only below a rate.
        const double bitsPerPixel = 0.2;
        if (options.BitRate is null)
            yield return ("crf", Invariant($"{options.Quality ?? 10}"));
        yield return ("b", Invariant($"{options.BitRate ?? (long)Math.Max(100_000, options.Width * options.Height * options.Rate * bitsPerPixel)}"));
        yield return ("deadline", options.Live ? "realtime" : "good");
        // 0..16, faster upwards; 5 costs about what libx264's veryfast does.
        yield return ("cpu-used", options.Live ? "8" : "5");
        if (options.Live)
            yield return ("lag-in-frames", "0");
    }

    private static void Set(CodecHandle context, string encoder, string name, string value)
    {
        var result = LibAvUtil.av_opt_set(context, name, value, LibAvUtil.AV_OPT_SEARCH_CHILDREN);
        if (result < 0)
            throw new MediaException(MediaErrorKind.Unsupported, $"{encoder}: {name}={value} was refused: {Errors.Text(result)}");
    }

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
