namespace Server.Streams;

/// <summary>The body of PATCH /v1/streams/{id}: what may change while frames flow. Absent members stay as they are.</summary>
internal sealed record StreamPatch
{
    /// <summary>Another source for the same stream: the present session ends and a new one begins.</summary>
    public string? Url { get; init; }

    /// <inheritdoc cref="StreamOptions.Conf"/>
    public float? Conf { get; init; }

    /// <inheritdoc cref="StreamOptions.Iou"/>
    public float? Iou { get; init; }

    /// <inheritdoc cref="StreamOptions.MaxDet"/>
    public int? MaxDet { get; init; }

    /// <inheritdoc cref="StreamOptions.Classes"/>
    public string[]? Classes { get; init; }

    /// <inheritdoc cref="StreamOptions.TargetFps"/>
    public double? TargetFps { get; init; }

    /// <inheritdoc cref="StreamOptions.MaxLatencyMs"/>
    public int? MaxLatencyMs { get; init; }

    /// <inheritdoc cref="StreamOptions.Priority"/>
    public double? Priority { get; init; }

    public StreamOptions ApplyTo(StreamOptions options) => options with
    {
        Url = Url ?? options.Url,
        Conf = Conf ?? options.Conf,
        Iou = Iou ?? options.Iou,
        MaxDet = MaxDet ?? options.MaxDet,
        Classes = Classes ?? options.Classes,
        TargetFps = TargetFps ?? options.TargetFps,
        MaxLatencyMs = MaxLatencyMs ?? options.MaxLatencyMs,
        Priority = Priority ?? options.Priority,
    };
}
