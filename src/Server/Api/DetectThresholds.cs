using System.ComponentModel.DataAnnotations;
using System.Globalization;
using Inference.Model;
using Inference.Postprocess;
using Server.Models;

namespace Server.Api;

/// <summary>What a single picture's client asks of its detections; the names, bounds and defaults of streams.</summary>
internal sealed record DetectThresholds
{
    /// <value>0.25</value>
    [Range(0.0, 1.0, ErrorMessage = "must be in 0..1")]
    public float Conf { get; init; } = 0.25f;

    /// <value>0.7</value>
    [Range(0.0, 1.0, ErrorMessage = "must be in 0..1")]
    public float Iou { get; init; } = 0.7f;

    /// <value>300</value>
    [Range(1, 1000, ErrorMessage = "must be in 1..1000")]
    public int MaxDet { get; init; } = 300;

    /// <summary>Labels to keep; none keeps all.</summary>
    [MaxLength(1000, ErrorMessage = "may have 1000 entries")]
    public string[] Classes { get; init; } = [];

    /// <summary>All of them, for the cache: two that differ never have the same.</summary>
    internal string Text => string.Create(CultureInfo.InvariantCulture, $"detect {Conf:R} {Iou:R} {MaxDet} {string.Join('\0', Classes)}");

    /// <exception cref="UserException">A class is none of the model's.</exception>
    public Thresholds For(ModelMetadata model) => new()
    {
        Confidence = Conf, Iou = Iou, MaxDetections = MaxDet, Classes = ClassFilter.Of(Classes, model),
    };
}
