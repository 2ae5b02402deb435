using BenchmarkDotNet.Attributes;
using Inference;
using Media;
using OpenTelemetry;
using OpenTelemetry.Trace;
using Server.Observability.Tracing;
using Streaming.Pipeline;

namespace Micro;

/// <summary>What being watched costs a frame: its histograms, and its spans with nobody listening, one in a hundred sampled, and all.</summary>
/// <remarks>Spans are made and thrown away; sending them is another thread's work.</remarks>
public class ObservabilityBench
{
    private readonly EncodedUnit _unit = EncodedUnit.Of(new byte[1], new FrameTimes(0, 0, null, TimeProvider.System.GetTimestamp(), TimeSpan.FromMilliseconds(1)), isKey: true);
    private readonly ModelTimings _timings = new("bench");
    private readonly FrameTrace _trace = new("gate", "session", TimeProvider.System);
    private readonly InferenceResult _result = new(new Detections(1, 0));
    private TracerProvider? _tracing;

    [GlobalSetup(Targets = [nameof(Histograms), nameof(Untraced)])]
    public void Setup()
    {
        var now = TimeProvider.System.GetTimestamp();
        _result.Frame = new Frame { Format = PixelFormat.I420, Width = 1, Height = 1, Plane0 = 0, Stride0 = 1, Times = _unit.Times };
        _result.Times = new(TimeSpan.FromMilliseconds(1), TimeSpan.FromMilliseconds(0.5), TimeSpan.FromMilliseconds(9), TimeSpan.FromMilliseconds(0.2));
        _result.Run = new(1, now, now, default);
    }

    [GlobalSetup(Target = nameof(OneInAHundred))]
    public void SetupOneInAHundred() => SetupTraced(0.01);

    [GlobalSetup(Target = nameof(Traced))]
    public void SetupTraced() => SetupTraced(1);

    [GlobalCleanup]
    public void Cleanup() => _tracing?.Dispose();

    [Benchmark]
    public void Histograms() => _timings.Published(_result, TimeProvider.System);

    [Benchmark]
    public void Untraced() => Frame();

    [Benchmark]
    public void OneInAHundred() => Frame();

    [Benchmark]
    public void Traced() => Frame();

    private void SetupTraced(double ratio)
    {
        Setup();
        _tracing = Sdk.CreateTracerProviderBuilder()
            .SetSampler(new TraceSampler(new ParentBasedSampler(new TraceIdRatioBasedSampler(ratio)))).AddSource(FrameTrace.SourceName).Build();
    }

    private void Frame()
    {
        var unit = _trace.Begin(_unit);
        if (unit.Times.Trace is null)
        {
            _trace.Published(_result);
            return;
        }

        var plain = _result.Frame;
        _result.Frame = plain with { Times = unit.Times };
        _trace.Published(_result);
        _result.Frame = plain;
    }
}
