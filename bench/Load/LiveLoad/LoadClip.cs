using FFmpeg;
using Scene;
using Streaming.Sources;

namespace Load.LiveLoad;

/// <summary>A clip of the test source, made once a run by our own encoder.</summary>
internal static class LoadClip
{
    public const int FramesPerSecond = 30;

    public static SceneOptions Scene { get; } = new() { Width = 640, Height = 480, FramesPerSecond = FramesPerSecond };

    public static void WriteMp4(string path, SceneOptions scene, int frames, int bFrames)
    {
        using var encoder = VideoEncoder.Open(Options(scene, bFrames));
        using var writer = MediaWriter.Create(path, MediaContainer.Mp4, encoder, fragmented: false);
        Encode(encoder, scene, frames, writer.Write);
        writer.Complete();
    }

    /// <summary>Access units as cameras send them: Annex B, parameter sets before each key frame, in decoding order.</summary>
    public static IReadOnlyList<(byte[] Data, long Pts)> Units(SceneOptions scene, int frames, int bFrames)
    {
        var units = new List<(byte[], long)>(frames);
        using var encoder = VideoEncoder.Open(Options(scene, bFrames) with { HeadersInStream = true });
        Encode(encoder, scene, frames, packet => units.Add((packet.Data.ToArray(), packet.Pts90kHz ?? 0)));
        return units;
    }

    private static VideoEncoderOptions Options(SceneOptions scene, int bFrames) => new()
    {
        Width = scene.Width, Height = scene.Height, FrameRate = scene.FramesPerSecond, Live = bFrames == 0, BFrames = bFrames,
    };

    private static void Encode(VideoEncoder encoder, SceneOptions scene, int frames, Action<MediaPacket> take)
    {
        var (people, truth, buffers) = (new PeopleScene(scene), new SceneTruth(), new PictureBuffers(scene.Width, scene.Height));
        using var copier = new FrameCopier(idleFrames: 4);
        using var packet = new MediaPacket();
        for (var index = 0; index < frames; index++)
        {
            using var buffer = buffers.Rent();
            people.Render(index, buffer.Y, scene.Width, buffer.U, buffer.ChromaStride, buffer.V, buffer.ChromaStride, truth);
            using var picture = copier.Copy(buffer.AsFrame(default));
            picture.Pts90kHz = index * 90_000L / scene.FramesPerSecond;
            encoder.Send(picture);
            while (encoder.Receive(packet))
                take(packet);
        }

        encoder.SendEnd();
        while (encoder.Receive(packet))
            take(packet);
    }
}
