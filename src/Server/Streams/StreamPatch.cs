namespace Server.Streams;

/// <summary>The body of PATCH /v1/streams/{id}: what may change while frames flow. Absent members stay as they are.</summary>
internal sealed record StreamPatch
{
    public float? Conf { get; init; }
    public float? Iou { get; init; }
    public int? MaxDet { get; init; }
    public string[]? Classes { get; init; }
    public double? TargetFps { get; init; }
    public int? MaxLatencyMs { get; init; }
    public double? Priority { get; init; }

    public StreamOptions ApplyTo(StreamOptions options) => options with
    {
        Conf = Conf ?? options.Conf,
        Iou = Iou ?? options.Iou,
        MaxDet = MaxDet ?? options.MaxDet,
        Classes = Classes ?? options.Classes,
        TargetFps = TargetFps ?? options.TargetFps,
        MaxLatencyMs = MaxLatencyMs ?? options.MaxLatencyMs,
        Priority = Priority ?? options.Priority,
    };
}
