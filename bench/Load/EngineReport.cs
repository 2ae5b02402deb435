using FFmpeg;

namespace Load;

/// <summary>What the engine bench found, as its JSON says it.</summary>
internal sealed record EngineReport : Report
{
    public required string Model { get; init; }
    public required EngineSetup Setup { get; init; }
    public required int FramesPerWindow { get; init; }
    public required IReadOnlyList<ClipFigures> Clips { get; init; }

    public override void Print() => EngineTable.Print(this);
}

/// <param name="InputSize">Model input: this many pixels on both sides.</param>
internal sealed record EngineSetup(string Device, int Lanes, int ThreadsPerLane, int BatchSize, int InputSize);

/// <summary>Medians over the windows of one clip; the windows themselves follow.</summary>
internal sealed record ClipFigures
{
    public required string Clip { get; init; }
    public required string Video { get; init; }
    public required double BareFps { get; init; }
    public required double PipelineFps { get; init; }

    /// <summary>Median of the ratios of neighbouring windows, not the ratio of the medians.</summary>
    public required double Ratio { get; init; }

    /// <summary>Median ratio of the processor time per frame: what <see cref="Ratio"/> is on cores that nobody else uses.</summary>
    public required double CpuRatio { get; init; }
    public required double BareCpuMs { get; init; }
    public required double PipelineCpuMs { get; init; }
    public required double AllocatedBytes { get; init; }
    public required StageMeans StageMs { get; init; }
    public required IReadOnlyList<double> BareWindows { get; init; }
    public required IReadOnlyList<double> PipelineWindows { get; init; }

    public static ClipFigures Of(string clip, VideoStreamInfo video, IReadOnlyList<WindowPair> pairs) => new()
    {
        Clip = Path.GetFileName(clip),
        Video = $"{video.Codec} {video.Width}x{video.Height}",
        BareFps = MedianOf(pairs, pair => pair.Bare.FramesPerSecond),
        PipelineFps = MedianOf(pairs, pair => pair.Pipeline.FramesPerSecond),
        Ratio = MedianOf(pairs, pair => pair.Ratio),
        CpuRatio = MedianOf(pairs, pair => pair.CpuRatio),
        BareCpuMs = MedianOf(pairs, pair => pair.Bare.CpuMilliseconds),
        PipelineCpuMs = MedianOf(pairs, pair => pair.Pipeline.CpuMilliseconds),
        AllocatedBytes = MedianOf(pairs, pair => pair.Pipeline.AllocatedBytes),
        StageMs = new(
            MedianOf(pairs, pair => pair.Stages.Decode),
            MedianOf(pairs, pair => pair.Stages.Queue),
            MedianOf(pairs, pair => pair.Stages.Preprocess),
            MedianOf(pairs, pair => pair.Stages.Infer),
            MedianOf(pairs, pair => pair.Stages.Postprocess)),
        BareWindows = [.. pairs.Select(pair => Math.Round(pair.Bare.FramesPerSecond, 2))],
        PipelineWindows = [.. pairs.Select(pair => Math.Round(pair.Pipeline.FramesPerSecond, 2))],
    };

    private static double MedianOf(IReadOnlyList<WindowPair> pairs, Func<WindowPair, double> figure) =>
        Math.Round(Median.Of(pairs.Select(figure)), 3);
}
