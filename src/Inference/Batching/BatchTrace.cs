using System.Diagnostics;

namespace Inference.Batching;

/// <summary>The span of a run of the model, which links to the spans of what is in it. Nothing is made while none of that is traced.</summary>
internal sealed class BatchTrace(string model, int lane, TimeProvider time)
{
    private static readonly ActivitySource Source = new(InferenceEngine.TraceSource);

    /// <summary>Begun when the model has run, as if it had been when its pictures were taken: a run that fails has no span.</summary>
    public Activity? Begin(ReadOnlySpan<BatchItem> batch, long taken)
    {
        if (!Source.HasListeners())
            return null;
        List<ActivityLink>? links = null;
        foreach (var item in batch)
        {
            if (item.Trace is { } traced)
                (links ??= []).Add(new(traced.Context));
        }

        return links is null ? null : Source.StartActivity(
            InferenceEngine.RunSpan, ActivityKind.Internal, default(ActivityContext), [new("stream.model", model), new("stream.lane", lane), new("stream.batch_size", batch.Length)],
            links, time.GetUtcNow() - time.GetElapsedTime(taken));
    }
}
