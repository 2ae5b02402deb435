using System.Buffers.Binary;
using System.IO.Compression;
using System.Text.Json;
using Xunit;

namespace Scene.Tests;

public sealed class SceneExportTests : IDisposable
{
    private static readonly SceneOptions Options = new() { Width = 128, Height = 72, Count = 5, Seed = 3 };
    private readonly string _directory = Directory.CreateTempSubdirectory("scene-").FullName;

    public void Dispose() => Directory.Delete(_directory, true);

    [Fact]
    public void A_data_set_is_valid_COCO()
    {
        Write(_directory, 10);
        using var file = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(_directory, "annotations.json")));
        var images = file.RootElement.GetProperty("images").EnumerateArray().ToDictionary(image => image.GetProperty("id").GetInt32());
        Assert.Equal(10, images.Count);
        Assert.All(images.Values, image => Assert.True(File.Exists(Path.Combine(_directory, image.GetProperty("file_name").GetString()!))));

        var annotations = file.RootElement.GetProperty("annotations").EnumerateArray().ToList();
        Assert.NotEmpty(annotations);
        Assert.Equal(annotations.Count, annotations.Select(one => one.GetProperty("id").GetInt32()).Distinct().Count());
        Assert.All(annotations, annotation => AssertValid(annotation, images));

        var category = Assert.Single(file.RootElement.GetProperty("categories").EnumerateArray());
        Assert.Equal(17, category.GetProperty("keypoints").GetArrayLength());
        Assert.Equal(19, category.GetProperty("skeleton").GetArrayLength());
    }

    [Fact]
    public void The_same_options_give_the_same_files()
    {
        var other = Path.Combine(_directory, "other");
        Write(_directory, 2);
        Write(other, 2);
        foreach (var name in (string[])["annotations.json", "images/000001.png", "images/000002.png"])
            Assert.Equal(File.ReadAllBytes(Path.Combine(_directory, name)), File.ReadAllBytes(Path.Combine(other, name)));
    }

    [Fact]
    public void A_picture_is_a_PNG_of_the_asked_size()
    {
        Write(_directory, 1);
        var png = File.ReadAllBytes(Path.Combine(_directory, "images/000001.png"));
        Assert.Equal([0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A], png[..8]);
        Assert.Equal(128, BinaryPrimitives.ReadInt32BigEndian(png.AsSpan(16)));
        Assert.Equal(72, BinaryPrimitives.ReadInt32BigEndian(png.AsSpan(20)));
        // The CRC of an IEND chunk is a constant of the standard.
        Assert.Equal(0xAE426082, BinaryPrimitives.ReadUInt32BigEndian(png.AsSpan(png.Length - 4)));

        var length = BinaryPrimitives.ReadInt32BigEndian(png.AsSpan(33));
        using var rows = new ZLibStream(new MemoryStream(png, 41, length), CompressionMode.Decompress);
        var raw = new MemoryStream();
        rows.CopyTo(raw);
        Assert.Equal(72 * (128 * 3 + 1), raw.Length);
    }

    [Fact]
    public void Progress_is_told_and_a_cancelled_export_ends()
    {
        var told = new List<int>();
        Write(_directory, 3, new Told(told.Add));
        Assert.Equal([1, 2, 3], told);

        using var cancelled = new CancellationTokenSource();
        cancelled.Cancel();
        Assert.Throws<OperationCanceledException>(() => SceneExport.Write(_directory, Options, 3, null, cancelled.Token));
    }

    private static void Write(string directory, int frames, IProgress<int>? progress = null) =>
        SceneExport.Write(directory, Options, frames, progress, TestContext.Current.CancellationToken);

    private static void AssertValid(JsonElement annotation, Dictionary<int, JsonElement> images)
    {
        Assert.Contains(annotation.GetProperty("image_id").GetInt32(), images.Keys);
        var box = annotation.GetProperty("bbox").EnumerateArray().Select(number => number.GetSingle()).ToArray();
        Assert.InRange(box[0] + box[2], 1, 128);
        Assert.InRange(box[1] + box[3], 1, 72);
        Assert.InRange(annotation.GetProperty("area").GetSingle(), 0, box[2] * box[3]);
        var keypoints = annotation.GetProperty("keypoints").EnumerateArray().Select(number => number.GetSingle()).Chunk(3).ToList();
        Assert.Equal(17, keypoints.Count);
        Assert.Equal(annotation.GetProperty("num_keypoints").GetInt32(), keypoints.Count(keypoint => keypoint[2] > 0));
        Assert.All(keypoints.Where(keypoint => keypoint[2] == 0), keypoint => Assert.Equal([0, 0, 0], keypoint));
    }

    /// <summary>On the caller's thread, unlike <see cref="Progress{T}"/>.</summary>
    private sealed class Told(Action<int> tell) : IProgress<int>
    {
        public void Report(int value) => tell(value);
    }
}
