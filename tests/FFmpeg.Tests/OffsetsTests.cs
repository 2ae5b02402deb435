using System.Diagnostics;
using System.Text;
using FFmpeg.Native;
using Xunit;

namespace FFmpeg.Tests;

public class OffsetsTests
{
    // Our name, and the C struct and field it stands for.
    private static readonly (string Ours, string Struct, string Field)[] Fields =
    [
        ("FormatInput", "AVFormatContext", "iformat"), ("FormatIo", "AVFormatContext", "pb"), ("FormatStreamCount", "AVFormatContext", "nb_streams"),
        ("FormatStreams", "AVFormatContext", "streams"), ("FormatStartTime", "AVFormatContext", "start_time"),
        ("FormatDuration", "AVFormatContext", "duration"), ("FormatInterrupt", "AVFormatContext", "interrupt_callback"),
        ("IoBuffer", "AVIOContext", "buffer"), ("IoError", "AVIOContext", "error"), ("IoSeekable", "AVIOContext", "seekable"), ("StreamTimeBase", "AVStream", "time_base"), ("StreamStartTime", "AVStream", "start_time"),
        ("StreamDuration", "AVStream", "duration"), ("StreamFrames", "AVStream", "nb_frames"), ("StreamDisposition", "AVStream", "disposition"),
        ("StreamDiscard", "AVStream", "discard"), ("StreamAverageFrameRate", "AVStream", "avg_frame_rate"),
        ("StreamRealFrameRate", "AVStream", "r_frame_rate"), ("StreamCodecParameters", "AVStream", "codecpar"),
        ("PacketPts", "AVPacket", "pts"), ("PacketDts", "AVPacket", "dts"), ("PacketDuration", "AVPacket", "duration"), ("PacketPosition", "AVPacket", "pos"), ("PacketData", "AVPacket", "data"), ("PacketSize", "AVPacket", "size"),
        ("PacketStreamIndex", "AVPacket", "stream_index"), ("PacketFlags", "AVPacket", "flags"),
        ("FrameData", "AVFrame", "data"), ("FrameStrides", "AVFrame", "linesize"), ("FrameWidth", "AVFrame", "width"), ("FrameHeight", "AVFrame", "height"),
        ("FrameFormat", "AVFrame", "format"), ("FrameKey", "AVFrame", "key_frame"), ("FrameFlags", "AVFrame", "flags"),
        ("FramePictureType", "AVFrame", "pict_type"), ("FramePixelAspect", "AVFrame", "sample_aspect_ratio"), ("FramePts", "AVFrame", "pts"),
        ("FrameColorPrimaries", "AVFrame", "color_primaries"), ("FrameColorTransfer", "AVFrame", "color_trc"),
        ("FrameColorRange", "AVFrame", "color_range"), ("FrameColorSpace", "AVFrame", "colorspace"),
        ("FrameBestEffortTimestamp", "AVFrame", "best_effort_timestamp"), ("FrameDecodeErrors", "AVFrame", "decode_error_flags"),
        ("ParametersCodecType", "AVCodecParameters", "codec_type"), ("ParametersCodecId", "AVCodecParameters", "codec_id"),
        ("ParametersExtradata", "AVCodecParameters", "extradata"), ("ParametersExtradataSize", "AVCodecParameters", "extradata_size"),
        ("ParametersWidth", "AVCodecParameters", "width"), ("ParametersHeight", "AVCodecParameters", "height"),
        ("SideData", "AVFrameSideData", "data"), ("SideDataSize", "AVFrameSideData", "size"),
        ("PixelDescriptorFlags", "AVPixFmtDescriptor", "flags"),
    ];

    [Fact]
    public void Every_offset_is_what_the_installed_headers_say()
    {
        var printed = OffsetOf(Fields);
        Assert.All(Fields.Zip(printed), pair => Assert.Equal($"{pair.First.Ours} {pair.Second}", $"{pair.First.Ours} {Ours(pair.First.Ours)}"));
    }

    [Fact]
    public void Every_offset_we_use_is_checked() =>
        Assert.Equal(Properties().Order(), Fields.Select(field => field.Ours).Order());

    [Fact]
    public void The_release_is_one_of_those_known() => Assert.Matches(@"^[567]\.\d", MediaLibrary.Version);

    private static IEnumerable<string> Properties() => typeof(Offsets)
        .GetProperties(System.Reflection.BindingFlags.Instance | System.Reflection.BindingFlags.NonPublic)
        .Where(property => property.PropertyType == typeof(int)).Select(property => property.Name);

    private static int Ours(string name) => (int)typeof(Offsets)
        .GetProperty(name, System.Reflection.BindingFlags.Instance | System.Reflection.BindingFlags.NonPublic)!.GetValue(Offsets.Current)!;

    private static string[] OffsetOf((string Ours, string Struct, string Field)[] fields)
    {
        var program = new StringBuilder("""
            #include <stddef.h>
            #include <stdio.h>
            #include <libavformat/avformat.h>
            #include <libavutil/pixdesc.h>
            int main(void) {

            """);
        foreach (var (_, type, field) in fields)
            program.Append($"printf(\"%zu\\n\", offsetof({type}, {field}));\n");
        var source = Clip.Write("offsets.c", Encoding.UTF8.GetBytes(program.Append("return 0; }\n").ToString()));
        var binary = Path.ChangeExtension(source, ".bin");
        if (Run("gcc", $"-w {source} -o {binary}") is not { Exit: 0 })
            Assert.Skip("gcc or the libav*-dev headers are not installed");
        return Run(binary, "")!.Value.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }

    private static (int Exit, string Output)? Run(string program, string arguments)
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true })!;
            var output = process.StandardOutput.ReadToEnd();
            process.WaitForExit();
            return (process.ExitCode, output);
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return null;
        }
    }
}
