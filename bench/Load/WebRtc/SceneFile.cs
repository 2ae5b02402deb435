using System.Text;
using Scene;

namespace Load.WebRtc;

/// <summary>Rendered people as a raw video that Chromium takes for a camera; gone when it is disposed.</summary>
internal sealed class SceneFile : IDisposable
{
    /// <param name="grain">Noise of so many grey levels either way, as of a camera in the dark: hard to code.</param>
    public SceneFile(SceneOptions options, int frames, int grain = 0)
    {
        var random = new Random(1);
        var (scene, truth) = (new PeopleScene(options), new SceneTruth());
        var luma = options.Width * options.Height;
        var picture = new byte[luma * 3 / 2];
        var (y, u, v) = (picture.AsMemory(..luma), picture.AsMemory(luma..(luma * 5 / 4)), picture.AsMemory((luma * 5 / 4)..));
        using var file = File.Create(Path);
        file.Write(Encoding.ASCII.GetBytes($"YUV4MPEG2 W{options.Width} H{options.Height} F{options.FramesPerSecond}:1 Ip A1:1 C420jpeg\n"));
        for (var i = 0; i < frames; i++)
        {
            scene.Render(i, y.Span, options.Width, u.Span, options.Width / 2, v.Span, options.Width / 2, truth);
            if (grain > 0)
            {
                foreach (ref var value in y.Span)
                    value = (byte)Math.Clamp(value + random.Next(-grain, grain + 1), 16, 235);
            }

            file.Write("FRAME\n"u8);
            file.Write(picture);
        }
    }

    public string Path { get; } = System.IO.Path.Combine(System.IO.Path.GetTempPath(), $"scene-{Guid.NewGuid():N}.y4m");

    public void Dispose() => File.Delete(Path);
}
