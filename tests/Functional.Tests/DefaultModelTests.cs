using Inference;
using Scene;
using Streaming.Models;
using Xunit;

namespace Functional.Tests;

/// <summary>The model that the repository ships, on pictures that it renders: nothing of shared data is needed.</summary>
public sealed class DefaultModelTests
{
    private const long MaxBytes = 8_000_000;

    private static string ModelPath => ModelCatalogue.Find(null);

    [Fact]
    public void The_default_is_the_repositorys_own_small_model()
    {
        Assert.EndsWith(Path.Combine("models", "person-pose", "1", "model.onnx"), ModelPath);
        Assert.InRange(new FileInfo(ModelPath).Length, 1, MaxBytes);
    }

    [Fact]
    public void It_finds_most_people_of_the_test_source()
    {
        using var finder = new DefaultModelFinder(ModelPath, new InferenceOptions());
        foreach (var view in new[] { SceneView.Webcam, SceneView.Room, SceneView.Street, SceneView.Overhead })
            finder.Compare(view, seeds: 8, count: 3);

        TestContext.Current.TestOutputHelper!.WriteLine($"{finder}");
        Assert.True(finder.People > 40, $"only {finder.People} people to find");
        Assert.True(finder.Recall >= 0.7, $"{finder}");
        Assert.True(finder.Precision >= 0.7, $"{finder}");
    }

    [Fact]
    public void It_takes_batches_and_other_sizes()
    {
        var options = new InferenceOptions { Lanes = 1, MaxBatchSize = 4, InputSize = 448, Letterbox = LetterboxShape.Rect };
        using var finder = new DefaultModelFinder(ModelPath, options);
        finder.Compare(SceneView.Street, seeds: 4, count: 3);
        Assert.True(finder.Recall >= 0.5, $"{finder}");
    }

    [Fact]
    public void It_finds_next_to_nobody_where_nobody_is()
    {
        using var finder = new DefaultModelFinder(ModelPath, new InferenceOptions());
        foreach (var view in new[] { SceneView.Webcam, SceneView.Room, SceneView.Street, SceneView.Overhead })
            finder.Compare(view, seeds: 5, count: 0);

        Assert.Equal(0, finder.People);
        Assert.True(finder.Found <= 4, $"{finder.Found} people found in 20 empty pictures");
    }
}
