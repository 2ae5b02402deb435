using BenchmarkDotNet.Attributes;
using Inference;
using Inference.Model;
using Inference.Postprocess;
using Inference.Preprocess;
using Media;

namespace Micro;

/// <summary>One picture's output to objects on one core: [84, 8400] of 80 classes, [56, 8400] of people with keypoints.</summary>
public class DecoderBench
{
    private const int Anchors = 8400;
    private static readonly LetterboxTransform Fit = LetterboxTransform.Fit(1920, 1080, 640, 640);
    private static readonly Thresholds Everything = new() { Confidence = 0.001f };

    private YoloDecoder _scalar = null!, _avx2 = null!, _avx512 = null!;
    private float[] _typical = [], _degenerate = [];
    private Detections _found = null!;

    [Params(ModelTask.Detect, ModelTask.Pose)]
    public ModelTask Task { get; set; }

    [GlobalSetup]
    public void Setup()
    {
        var pose = Task == ModelTask.Pose;
        string[] labels = [.. Enumerable.Range(0, pose ? 1 : 80).Select(id => $"{id}")];
        var model = new ModelMetadata(
            "bench", Task, OutputLayout.Anchors, labels, pose ? 17 : 0, pose ? 3 : 0, 640, 640, 32,
            DynamicBatch: true, FixedBatch: 1, DynamicSize: true);
        (_scalar, _avx2, _avx512) = (new(model, SimdLevel.Scalar), new(model, SimdLevel.Avx2), new(model, SimdLevel.Avx512));
        _found = new Detections(300, model.KeypointCount);
        _typical = Output(labels.Length, pose ? 51 : 0, found: 120);
        _degenerate = Output(labels.Length, pose ? 51 : 0, found: Anchors);
    }

    [Benchmark(Baseline = true)]
    public void Scalar() => _scalar.Decode(_typical, Fit, Thresholds.Default, _found);

    [Benchmark]
    public void Avx2() => _avx2.Decode(_typical, Fit, Thresholds.Default, _found);

    [Benchmark]
    public void Avx512() => _avx512.Decode(_typical, Fit, Thresholds.Default, _found);

    /// <summary>Every anchor passes a confidence of 0.001: the worst that an output can be.</summary>
    [Benchmark]
    public void Avx512Degenerate() => _avx512.Decode(_degenerate, Fit, Everything, _found);

    /// <summary>A dozen clusters of boxes among <paramref name="found"/> anchors; all other scores are below any threshold.</summary>
    private static float[] Output(int classes, int keypointValues, int found)
    {
        var random = new Random(1);
        var output = new float[(4 + classes + keypointValues) * Anchors];
        for (var i = 0; i < output.Length; i++)
            output[i] = i / Anchors is < 4 ? 20 + 30 * random.NextSingle() : 0.0009f * random.NextSingle();
        for (var i = 0; i < found; i++)
        {
            var anchor = (int)((long)i * Anchors / found);
            output[anchor] = 40 + i % 12 * 48 + 10 * random.NextSingle();
            output[Anchors + anchor] = 200 + i % 7 * 30 + 10 * random.NextSingle();
            output[(4 + i % classes) * Anchors + anchor] = 0.3f + 0.6f * random.NextSingle();
        }

        return output;
    }
}
