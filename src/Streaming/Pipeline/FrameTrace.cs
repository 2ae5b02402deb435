using System.Diagnostics;
using Inference;
using Media;

namespace Streaming.Pipeline;

/// <summary>The spans of one session's frames: "frame" from arrival to publication, linked to the run that it was in, and below it one for each stage.</summary>
/// <remarks>
/// The frame's span travels with the frame. Its stages are made when it is published, from the times that the result has anyway.
/// A unit that became no frame, or one too many for target_fps, sends no span. While nobody listens, a frame costs one look at that.
/// </remarks>
internal sealed class FrameTrace(string stream, string session, TimeProvider time)
{
    public const string SourceName = "Stream";

    private static readonly ActivitySource Source = new(SourceName);

    // Whoever asked for the stream: made on its thread, which began with the request's context.
    private readonly ActivityLink[] _asked = Activity.Current is { } request ? [new(request.Context)] : [];

    /// <summary>The unit, with a span if it is sampled.</summary>
    public EncodedUnit Begin(in EncodedUnit unit)
    {
        if (!Source.HasListeners())
            return unit;
        // A trace of its own: that of the request would get every frame of the stream.
        var current = Activity.Current;
        Activity.Current = null;
        var span = Source.StartActivity(
            "frame", ActivityKind.Consumer, default(ActivityContext), [new("stream.id", stream), new("stream.session_id", session)], _asked, Utc(unit.Times.Arrival));
        Activity.Current = current;
        return span is { Recorded: true } ? unit.With(span) : unit;
    }

    public static void Dropped(in Frame frame, DropReason reason)
    {
        if (frame.Times.Trace is not { } span)
            return;
        span.SetTag("stream.dropped", reason.Tag());
        if (reason == DropReason.InferenceError)
            span.SetStatus(ActivityStatusCode.Error);
        span.Stop();
    }

    /// <summary>By the lane that published the result, just now.</summary>
    public void Published(InferenceResult result)
    {
        if (result.Frame.Times is not { Trace: { } span } times)
            return;
        var (stages, run) = (result.Times, result.Run);
        var taken = Utc(run.Taken);
        var inferred = taken + stages.Preprocess + stages.Infer;
        var (finished, now) = (Utc(run.Finished), time.GetUtcNow());
        Stage(span, "decode", taken - stages.Queue - times.Decode, taken - stages.Queue);
        Stage(span, "queue", taken - stages.Queue, taken);
        Stage(span, "preprocess", taken, taken + stages.Preprocess);
        Stage(span, "infer", taken + stages.Preprocess, inferred);
        Stage(span, "postprocess", finished - stages.Postprocess, finished);
        Stage(span, "publish", finished, now);

        span.SetTag("stream.sequence", result.Sequence).SetTag("stream.objects", result.Detections.Count).SetTag("stream.batch_size", run.Size);
        if (run.Trace != default)
            span.AddLink(new(run.Trace));
        span.SetEndTime(now.UtcDateTime).Stop();
    }

    private static void Stage(Activity frame, string name, DateTimeOffset from, DateTimeOffset to)
    {
        using var span = Source.StartActivity(name, ActivityKind.Internal, frame.Context, startTime: from);
        span?.SetEndTime(to.UtcDateTime);
    }

    private DateTimeOffset Utc(long timestamp) => time.GetUtcNow() - time.GetElapsedTime(timestamp);
}
