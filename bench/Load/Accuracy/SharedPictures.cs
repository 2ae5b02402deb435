using System.Text.Json;
using Cli.Run;
using FFmpeg;
using Inference.Postprocess;
using Media;

namespace Load.Accuracy;

/// <summary>Pictures and clips of the shared data folder, with the labels of a teacher, of its recorded outputs or of people.</summary>
internal sealed class SharedPictures(string shared)
{
    private string Training => Path.Combine(shared, "training");

    private string Data => Path.Combine(shared, "data");

    /// <summary>Test photographs; the teacher is run here and now.</summary>
    public async IAsyncEnumerable<LabelledFrame> Photographs(PersonFinder teacher)
    {
        foreach (var path in Directory.GetFiles(Path.Combine(Training, "test"), "*.jpg").Order(StringComparer.Ordinal))
            yield return new(Decode(path), TeacherLabels.Of(await teacher.FindAsync(Decode(path), TeacherLabels.LeastScore)));
    }

    /// <summary>The test photographs whose every person was marked by people.</summary>
    public IEnumerable<LabelledFrame> Marked()
    {
        using var file = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(Training, "test_labels.json")));
        var marks = file.RootElement.GetProperty("annotations").EnumerateArray().ToLookup(mark => mark.GetProperty("image_id").GetInt32());
        foreach (var image in file.RootElement.GetProperty("images").EnumerateArray())
        {
            var path = Path.Combine(Training, "test", image.GetProperty("file_name").GetString()!);
            if (image.GetProperty("labels").GetString() is "boxes" or "boxes+keypoints" && File.Exists(path))
                yield return new(Decode(path), [.. marks[image.GetProperty("id").GetInt32()].Select(Mark)]);
        }
    }

    /// <summary>The frames of each clip for which two teachers' outputs, a detector's and a pose network's, were recorded by another implementation.</summary>
    public IEnumerable<LabelledFrame> Clips()
    {
        foreach (var path in Directory.GetFiles(Path.Combine(Data, "reference"), "*.json").Order(StringComparer.Ordinal))
        {
            using var file = JsonDocument.Parse(File.ReadAllBytes(path));
            if (!file.RootElement.TryGetProperty("frames", out var frames))
                continue;
            var labels = frames.EnumerateArray().ToDictionary(frame => frame.GetProperty("index").GetInt32(), Recorded);
            var media = Path.Combine(Data, "media", file.RootElement.GetProperty("media").GetString()!);
            foreach (var labelled in Read(media, labels))
                yield return labelled;
        }
    }

    private static IEnumerable<LabelledFrame> Read(string media, Dictionary<int, List<Person>> labels)
    {
        using var input = OfflineInput.Open(media, CancellationToken.None);
        var last = labels.Keys.Max();
        for (var index = 0; index <= last && input.TryRead(out var frame); index++)
        {
            if (labels.TryGetValue(index, out var people))
                yield return new(frame, people);
            else
                frame.Release();
        }
    }

    private static Frame Decode(string path) => PictureDecoder.Decode(File.ReadAllBytes(path)).ToFrame(default);

    private static List<Person> Recorded(JsonElement frame) => TeacherLabels.Of(
        [.. frame.GetProperty("poses").EnumerateArray().Select(Seen)],
        [.. frame.GetProperty("detections").EnumerateArray().Where(seen => seen.GetProperty("name").GetString() == "person").Select(Seen)]);

    // {"name", "box": [x0, y0, x1, y1], "score"}, and of a pose "keypoints": [[x, y, visibility], ...].
    private static Person Seen(JsonElement seen)
    {
        var box = Numbers(seen.GetProperty("box"));
        return new Person(
            seen.GetProperty("score").GetSingle(), new Box(box[0], box[1], box[2], box[3]),
            seen.TryGetProperty("keypoints", out var points) ? [.. points.EnumerateArray().Select(Numbers).Select(point => new Keypoint(point[0], point[1], point[2]))] : []);
    }

    // COCO: {"bbox": [x, y, width, height], "iscrowd", "keypoints": [x, y, visibility, ...]}
    private static Person Mark(JsonElement mark)
    {
        var box = Numbers(mark.GetProperty("bbox"));
        var points = mark.TryGetProperty("keypoints", out var marked) ? Numbers(marked) : [];
        var crowd = mark.TryGetProperty("iscrowd", out var flag) && flag.GetInt32() != 0;
        return new Person(
            1, new Box(box[0], box[1], box[0] + box[2], box[1] + box[3]),
            [.. points.Chunk(3).Select(point => new Keypoint(point[0], point[1], point[2]))], crowd);
    }

    private static float[] Numbers(JsonElement array) => [.. array.EnumerateArray().Select(value => value.GetSingle())];
}
