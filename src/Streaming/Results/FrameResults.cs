using Google.Protobuf.WellKnownTypes;
using Inference.Model;
using Inference;
using Media;
using Wire.V1;

namespace Streaming.Results;

/// <summary>Makes the message that leaves the server of what the engine lent.</summary>
public static class FrameResults
{
    public static FrameResult ToMessage(InferenceResult result, FrameIdentity identity, ModelMetadata model, TimeProvider time)
    {
        var times = result.Frame.Times;
        var message = new FrameResult
        {
            StreamId = identity.StreamId,
            SessionId = identity.SessionId,
            Sequence = result.Sequence,
            Pts90Khz = times.SentPts90kHz ?? times.Pts90kHz,
            RtpTimestamp = times.RtpTimestamp,
            CaptureTime = times.CaptureTime?.ToTimestamp(),
            Width = result.Frame.Width,
            Height = result.Frame.Height,
            Model = model.Name,
            ModelVersion = model.Version,
            DroppedSinceLast = identity.DroppedSinceLast,
            Timing = ToMessage(result.Times, times.Decode, time.GetElapsedTime(result.Run.Finished), time.GetElapsedTime(times.Arrival)),
        };
        if (identity.Traceparent is { } traceparent)
            message.Traceparent = traceparent;
        for (var i = 0; i < result.Detections.Count; i++)
            message.Objects.Add(ToMessage(result.Detections, i, model));
        return message;
    }

    private static Wire.V1.DetectedObject ToMessage(Detections detections, int index, ModelMetadata model)
    {
        var found = detections.Objects[index];
        var message = new Wire.V1.DetectedObject
        {
            ClassId = found.ClassId,
            Label = model.Labels[found.ClassId],
            Score = found.Score,
            Box = new Wire.V1.Box { XMin = found.XMin, YMin = found.YMin, XMax = found.XMax, YMax = found.YMax },
        };
        foreach (var keypoint in detections.KeypointsOf(index))
            message.Keypoints.Add(new Wire.V1.Keypoint { X = keypoint.X, Y = keypoint.Y, Score = keypoint.Score });
        return message;
    }

    private static Timing ToMessage(in StageTimes stages, TimeSpan decode, TimeSpan publish, TimeSpan total) => new()
    {
        DecodeUs = Microseconds(decode),
        QueueUs = Microseconds(stages.Queue),
        PreprocessUs = Microseconds(stages.Preprocess),
        InferUs = Microseconds(stages.Infer),
        PostprocessUs = Microseconds(stages.Postprocess),
        PublishUs = Microseconds(publish),
        TotalUs = Microseconds(total),
    };

    private static uint Microseconds(TimeSpan time) => (uint)Math.Clamp(time.TotalMicroseconds, 0, uint.MaxValue);
}

/// <summary>The part of a result's identity that the engine does not know.</summary>
/// <param name="SessionId">One connect or start; never the same twice.</param>
/// <param name="DroppedSinceLast">Frames of the session dropped between the previous result and this one.</param>
/// <param name="Traceparent">W3C trace context of the frame's span; null where it has none.</param>
public readonly record struct FrameIdentity(string StreamId, string SessionId, int DroppedSinceLast, string? Traceparent = null);
