using Media;
using Xunit;

namespace FFmpeg.Tests;

public class AllocationTests
{
    [Theory, InlineData("plain", false), InlineData("turned", false), InlineData("ten-bit", false), InlineData("plain", true)]
    public void Reading_and_decoding_allocate_nothing_per_frame(string kind, bool asAccessUnits)
    {
        var path = kind switch
        {
            "turned" => Clip.Make("turned-plain.mp4", $"-i {Clip.Plain} -c copy -metadata:s:v rotate=90"),
            "ten-bit" => Clip.Make("ten-bit.mp4", $"{Clip.Pattern()} -c:v libx264 -pix_fmt yuv420p10le"),
            _ => Clip.Plain,
        };
        using var reader = MediaReader.Open(path);
        using var decoder = VideoDecoder.Open(reader.Video);
        using var packet = new MediaPacket();
        Loop(reader, decoder, packet, asAccessUnits); // pools fill, code is compiled
        var frames = 0;
        Assert.Equal(0, Allocated.By(() => frames = Loop(reader, decoder, packet, asAccessUnits)));
        Assert.Equal(25, frames);
    }

    private static int Loop(MediaReader reader, VideoDecoder decoder, MediaPacket packet, bool asAccessUnits)
    {
        var frames = 0;
        while (reader.TryRead(packet))
        {
            if (asAccessUnits)
                decoder.Send(packet.Data, packet.Pts90kHz ?? 0);
            else
                decoder.Send(EncodedUnit.Of(packet, default));
            frames += Drain(decoder);
        }
        decoder.SendEnd();
        frames += Drain(decoder);
        decoder.Flush();
        reader.SeekToStart();
        return frames;
    }

    private static int Drain(VideoDecoder decoder)
    {
        var frames = 0;
        while (decoder.Receive() is { } frame)
        {
            frames++;
            frame.ToFrame(default).Release();
        }
        return frames;
    }
}
