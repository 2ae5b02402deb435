using System.Text.Json;

namespace Cli.Run;

/// <summary>What a run amounted to: the last line of standard output.</summary>
internal sealed class RunSummary
{
    private readonly SortedDictionary<string, long> _objectsByLabel = new(StringComparer.Ordinal);

    public long Frames { get; private set; }

    /// <summary>Packets and frames that the decoder reported as damaged.</summary>
    public long Damaged { get; set; }

    /// <summary>The same in words; null for a sound input.</summary>
    public string? Damage { get; set; }

    /// <summary>Frames that the model could not run.</summary>
    public long Failed { get; private set; }

    /// <summary>Why the first of them failed.</summary>
    public Exception? Failure { get; private set; }

    public TimeSpan Elapsed { get; set; }

    public bool Interrupted { get; set; }

    /// <summary>The input goes on behind the last frame that could be decoded.</summary>
    public bool IsIncomplete { get; set; }

    /// <summary>From the start of a frame's decoding to its result.</summary>
    public LatencyPercentiles Latency { get; } = new();

    public double FramesPerSecond => Elapsed > TimeSpan.Zero ? Frames / Elapsed.TotalSeconds : 0;

    public void Add(TimeSpan latency)
    {
        Frames++;
        Latency.Record(latency);
    }

    /// <summary>Those of another input too.</summary>
    public void Add(RunSummary other)
    {
        Frames += other.Frames;
        Damaged += other.Damaged;
        IsIncomplete |= other.IsIncomplete;
        Failed += other.Failed;
        Failure ??= other.Failure;
        Elapsed += other.Elapsed;
        Interrupted |= other.Interrupted;
        Latency.Add(other.Latency);
        foreach (var (label, count) in other._objectsByLabel)
            _objectsByLabel[label] = _objectsByLabel.GetValueOrDefault(label) + count;
    }

    public void AddFailure(Exception? failure)
    {
        Failed++;
        Failure ??= failure;
    }

    public void AddObject(string label) => _objectsByLabel[label] = _objectsByLabel.GetValueOrDefault(label) + 1;

    /// <param name="begin">Writes what stands before all.</param>
    public string ToJson(Action<Utf8JsonWriter>? begin = null)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            begin?.Invoke(json);
            json.WriteNumber("frames", Frames);
            json.WriteNumber("seconds", Math.Round(Elapsed.TotalSeconds, 3));
            json.WriteNumber("fps", Math.Round(FramesPerSecond, 2));
            json.WriteStartObject("objects_by_label");
            foreach (var (label, count) in _objectsByLabel)
                json.WriteNumber(label, count);
            json.WriteEndObject();
            json.WriteNumber("p50_ms", Math.Round(Latency.Percentile(0.50).TotalMilliseconds, 2));
            json.WriteNumber("p95_ms", Math.Round(Latency.Percentile(0.95).TotalMilliseconds, 2));
            json.WriteNumber("damaged", Damaged);
            if (Failed > 0)
                json.WriteNumber("failed", Failed);
            if (Interrupted)
                json.WriteBoolean("interrupted", true);
            json.WriteEndObject();
        }

        return System.Text.Encoding.UTF8.GetString(buffer.ToArray());
    }
}
