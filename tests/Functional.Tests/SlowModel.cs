using System.Diagnostics;
using Inference;
using Inference.Model;

namespace Functional.Tests;

/// <summary>Models whose run takes a time that the test sets, whatever the machine's speed: so many steps of a loop as fit into it.</summary>
internal static class SlowModel
{
    private const long TrialSteps = 10_000;

    private const int Trials = 7;

    private static readonly Lazy<TimeSpan> Step = new(MeasureStep);

    /// <summary>What <see cref="ServerFixture.Detect"/> finds, as late as this, and later where other work takes the processor.</summary>
    public static TinyOnnx Of(TimeSpan run) => TinyOnnx.Detect() with { Steps = (long)Math.Ceiling(run / Step.Value) };

    /// <summary>The fastest: while the machine did least else.</summary>
    private static TimeSpan MeasureStep()
    {
        using var folder = new TemporaryFolder();
        (TinyOnnx.Detect() with { Steps = TrialSteps }).Save(folder.File("trial.onnx"));
        using var model = YoloModel.Load(folder.File("trial.onnx"), new() { Device = InferenceDevice.Cpu, ThreadsPerLane = 1, Lanes = 1 });
        using var binding = model.Bind(0, 1, 64, 64);
        var fastest = TimeSpan.MaxValue;
        for (var trial = 0; trial < Trials; trial++)
        {
            var started = Stopwatch.GetTimestamp();
            binding.Run();
            var run = Stopwatch.GetElapsedTime(started);
            fastest = run < fastest ? run : fastest;
        }

        return fastest / TrialSteps;
    }
}
