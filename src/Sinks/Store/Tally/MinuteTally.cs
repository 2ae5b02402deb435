using System.Runtime.InteropServices;
using System.Text;
using Wire.V1;

namespace Sinks.Store.Tally;

/// <summary>A stream's minute, as far as one batch knows it.</summary>
internal sealed class MinuteTally
{
    private readonly Dictionary<string, int> _frame = [];
    private readonly int[] _latency = new int[StoredLatencies.Count];

    public long Inferred { get; private set; }

    public Dictionary<string, long> Drops { get; } = [];

    public Dictionary<string, LabelTally> Labels { get; } = [];

    public int[] Latency => StoredLatencies.Trim(_latency);

    /// <exception cref="Wire.MalformedMessageException">An object is none; then nothing is added.</exception>
    public void Add(in FrameResultView result)
    {
        _frame.Clear();
        foreach (var found in result.Objects)
            CollectionsMarshal.GetValueRefOrAddDefault(_frame, Encoding.UTF8.GetString(DetectedObjectView.Read(found).Label), out _)++;
        Inferred++;
        if (result.Timing is { } timing)
            _latency[StoredLatencies.Of(timing.TotalUs)]++;
        foreach (var (label, objects) in _frame)
        {
            ref var tally = ref CollectionsMarshal.GetValueRefOrAddDefault(Labels, StoredText.Of(label), out _);
            (tally ??= new()).AddFrame(objects);
        }
    }

    public void Add(DropReport report)
    {
        foreach (var (reason, frames) in report.Dropped)
            CollectionsMarshal.GetValueRefOrAddDefault(Drops, StoredText.Of(reason), out _) += frames;
    }
}
