using System.Text;
using Scene;

namespace Load.WebRtc;

/// <summary>People of the built-in test source as a file that a browser takes for its camera.</summary>
internal static class PeopleVideo
{
    /// <summary>YUV4MPEG2: a line about the stream, then each frame as the word FRAME and its planes.</summary>
    public static void Write(string path, int frames, string scene = "test://people?count=3&seed=7&size=640x480&fps=30")
    {
        var people = new PeopleScene(SceneOptions.Parse(scene));
        var (width, height, truth) = (people.Options.Width, people.Options.Height, new SceneTruth());
        var picture = new byte[width * height * 3 / 2];
        var (chroma, quarter) = (width * height, width * height / 4);
        using var file = File.Create(path);
        file.Write(Encoding.ASCII.GetBytes($"YUV4MPEG2 W{width} H{height} F{people.Options.FramesPerSecond}:1 Ip A1:1 C420jpeg\n"));
        for (var index = 0; index < frames; index++)
        {
            people.Render(index, picture.AsSpan(0, chroma), width, picture.AsSpan(chroma, quarter), width / 2, picture.AsSpan(chroma + quarter), width / 2, truth);
            file.Write("FRAME\n"u8);
            file.Write(picture);
        }
    }
}
