using System.Globalization;
using System.Text.RegularExpressions;
using FFmpeg;

namespace Streaming.Sources;

/// <summary>A camera of this machine: /dev/video0?size=1280x720&amp;fps=30&amp;format=mjpeg, each parameter as the driver has it where absent.</summary>
/// <param name="Size">Width x height.</param>
/// <param name="FramesPerSecond">1..240.</param>
/// <param name="Format">As the driver calls it: mjpeg, h264, yuyv422, …</param>
internal sealed partial record CaptureDevice(string Path, string? Size, int? FramesPerSecond, string? Format)
{
    // libav's names of the demuxer: to open it, and in its list of containers.
    private const string Demuxer = "v4l2", Container = "video4linux2,v4l2";

    public static bool IsOne(string url) => url.StartsWith("/dev/", StringComparison.Ordinal);

    /// <exception cref="UserException">A parameter is unknown or out of bounds.</exception>
    public static CaptureDevice Parse(string url)
    {
        var parts = url.Split('?', 2);
        var device = new CaptureDevice(parts[0], null, null, null);
        return parts.ElementAtOrDefault(1)?.Split('&').Aggregate(device, (known, parameter) => known.With(parameter)) ?? device;
    }

    /// <summary>How libav opens it.</summary>
    public MediaReaderOptions ApplyTo(MediaReaderOptions options) => options with
    {
        Format = Demuxer,
        AllowedFormats = [Container],
        AllowedProtocols = ["file"],
        FormatOptions = Asked().ToDictionary(),
    };

    private CaptureDevice With(string parameter) => parameter.Split('=', 2) switch
    {
        ["size", var size] when SizeText().IsMatch(size) => this with { Size = size },
        ["size", _] => throw new UserException("size must be WIDTHxHEIGHT, such as 1280x720"),
        ["fps", var fps] when int.TryParse(fps, NumberStyles.None, CultureInfo.InvariantCulture, out var rate) && rate is >= 1 and <= 240 => this with { FramesPerSecond = rate },
        ["fps", _] => throw new UserException("fps must be in 1..240"),
        ["format", var format] when FormatText().IsMatch(format) => this with { Format = format },
        ["format", _] => throw new UserException("format must be a name such as mjpeg, h264 or yuyv422"),
        [var name, ..] => throw new UserException($"a device has no parameter '{name}'; there are size, fps and format"),
        _ => this,
    };

    private IEnumerable<KeyValuePair<string, string>> Asked()
    {
        if (Size is not null)
            yield return new("video_size", Size);
        if (FramesPerSecond is { } rate)
            yield return new("framerate", rate.ToString(CultureInfo.InvariantCulture));
        if (Format is not null)
            yield return new("input_format", Format);
    }

    [GeneratedRegex("^[1-9][0-9]{1,4}x[1-9][0-9]{1,4}$")]
    private static partial Regex SizeText();

    [GeneratedRegex("^[a-z0-9_]{1,32}$")]
    private static partial Regex FormatText();
}
