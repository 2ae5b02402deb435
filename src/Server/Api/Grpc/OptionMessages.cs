using Server.Streams;
using V1 = Wire.V1;

namespace Server.Api.Grpc;

/// <summary>A stream's options between their message and their record.</summary>
internal static class OptionMessages
{
    public static StreamOptions ToOptions(V1.StreamOptions? message)
    {
        var defaults = new StreamOptions();
        return message is null ? defaults : new()
        {
            Id = message.HasId ? message.Id : null,
            Url = message.Url,
            Model = message.HasModel ? message.Model : null,
            Conf = message.HasConf ? message.Conf : defaults.Conf,
            Iou = message.HasIou ? message.Iou : defaults.Iou,
            MaxDet = message.HasMaxDet ? message.MaxDet : defaults.MaxDet,
            Classes = Classes(message),
            TargetFps = message.TargetFps,
            MaxLatencyMs = message.MaxLatencyMs,
            Priority = message.HasPriority ? message.Priority : defaults.Priority,
            Loop = message.Loop,
            Realtime = !message.HasRealtime || message.Realtime,
            RtspTransport = message.HasRtspTransport ? message.RtspTransport : defaults.RtspTransport,
        };
    }

    public static StreamPatch ToPatch(V1.StreamOptions? message)
    {
        message ??= new();
        RefuseFixed(message);
        return new()
        {
            Url = message.HasUrl ? message.Url : null,
            Conf = message.HasConf ? message.Conf : null,
            Iou = message.HasIou ? message.Iou : null,
            MaxDet = message.HasMaxDet ? message.MaxDet : null,
            Classes = Classes(message),
            TargetFps = message.HasTargetFps ? message.TargetFps : null,
            MaxLatencyMs = message.HasMaxLatencyMs ? message.MaxLatencyMs : null,
            Priority = message.HasPriority ? message.Priority : null,
        };
    }

    public static V1.StreamOptions ToMessage(StreamOptions options)
    {
        var message = new V1.StreamOptions
        {
            Url = options.Url, Conf = options.Conf, Iou = options.Iou, MaxDet = options.MaxDet, TargetFps = options.TargetFps,
            MaxLatencyMs = options.MaxLatencyMs, Priority = options.Priority, Loop = options.Loop, Realtime = options.Realtime,
            RtspTransport = options.RtspTransport,
        };
        if (options.Id is { } id)
            message.Id = id;
        if (options.Model is { } model)
            message.Model = model;
        if (options.Classes is { } classes)
            message.Classes = new() { Labels = { classes } };
        return message;
    }

    private static string[]? Classes(V1.StreamOptions message) => message.Classes is { } filter ? [.. filter.Labels] : null;

    private static void RefuseFixed(V1.StreamOptions message)
    {
        var field = message.HasId ? "id" : message.HasModel ? "model" : message.HasLoop ? "loop" : message.HasRealtime ? "realtime" : message.HasRtspTransport ? "rtsp_transport" : null;
        if (field is not null)
            throw GrpcFaults.BadField($"options.{field}", "cannot be changed while the stream runs");
    }
}
