using Scene.Export;
using Scene.Geometry;

namespace Scene;

/// <summary>Scenes as a data set: PNG pictures and one COCO keypoint file.</summary>
public static class SceneExport
{
    /// <summary>Frames drawn from one scene before the next is built: a scene costs as much as a hundred frames, but a data set lives on variety.</summary>
    private const int FramesPerScene = 4;

    /// <summary>Frames of a scene are drawn from its first minute.</summary>
    private const int Seconds = 60;

    /// <summary>Writes <c>images/000001.png</c> and so on, and <c>annotations.json</c>.</summary>
    /// <param name="directory">Made where it is missing; files of the same names are replaced.</param>
    /// <param name="options">The first scene's seed, the picture's size, the view, and the most people in a picture: scenes have 0 to that many.</param>
    /// <param name="frames">Pictures, at least 1.</param>
    /// <param name="progress">Told the number of pictures written, after each.</param>
    /// <param name="cancellation">Ends it between two pictures, without the annotations.</param>
    public static void Write(
        string directory, SceneOptions options, int frames, IProgress<int>? progress = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentOutOfRangeException.ThrowIfLessThan(frames, 1);
        options.Validated();
        var images = Directory.CreateDirectory(Path.Combine(directory, "images")).FullName;
        var coco = new CocoWriter();
        var picture = new ExportPicture(options.Width, options.Height);
        for (var written = 0; written < frames;)
        {
            var random = new RandomSource(options.Seed + (ulong)(written / FramesPerScene), 7);
            var scene = new PeopleScene(Vary(options, random));
            for (var end = Math.Min(frames, written + FramesPerScene); written < end;)
            {
                cancellation.ThrowIfCancellationRequested();
                var name = $"{++written:D6}.png";
                picture.Render(scene, random.Below(Seconds * options.FramesPerSecond));
                picture.Save(Path.Combine(images, name));
                coco.Add($"images/{name}", options.Width, options.Height, picture.Truth);
                progress?.Report(written);
            }
        }
        using var file = File.Create(Path.Combine(directory, "annotations.json"));
        coco.Finish(file);
    }

    /// <summary>Another seed, and any number of people up to the asked; one scene in twenty or so is empty, so that emptiness is learnt too.</summary>
    private static SceneOptions Vary(SceneOptions options, RandomSource random) => options with
    {
        Seed = (ulong)random.Next() << 32 | random.Next(),
        Count = options.Count == 0 || random.Chance(0.05f) ? 0 : 1 + random.Below(options.Count),
    };
}
