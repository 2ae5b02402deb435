using Inference;
using Inference.Batching;
using Inference.Postprocess;
using Media;
using Server.Pictures;

namespace Load.Accuracy;

/// <summary>A model that is asked for the people of one frame after another.</summary>
internal sealed class PersonFinder(string modelPath, int inputSize) : IDisposable
{
    private const int PersonClass = 0;

    private readonly InferenceEngine _engine = InferenceEngine.Start(modelPath, new InferenceOptions { InputSize = inputSize });

    public int InputSize => _engine.Options.InputSize > 0 ? _engine.Options.InputSize : _engine.Model.InputWidth;

    /// <param name="frame">Released here.</param>
    /// <param name="confidence">Scores above this are found.</param>
    public async Task<List<Person>> FindAsync(Frame frame, float confidence)
    {
        var result = await SingleFrame.InferAsync(_engine, new InferenceStreamOptions { Thresholds = new() { Confidence = confidence } }, frame);
        return [.. result.Objects.Where(found => found.ClassId == PersonClass).Select(found => new Person(
            found.Score,
            new Box(found.Box.XMin, found.Box.YMin, found.Box.XMax, found.Box.YMax),
            [.. found.Keypoints.Select(point => new Keypoint(point.X, point.Y, point.Score))]))];
    }

    public void Dispose() => _engine.Dispose();
}
