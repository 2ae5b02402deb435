using V1 = Wire.V1;

namespace Server.Api.Grpc;

/// <summary>A picture's thresholds out of its request.</summary>
internal static class ThresholdMessages
{
    public static DetectThresholds Of(V1.DetectRequest request)
    {
        var defaults = new DetectThresholds();
        var asked = new DetectThresholds
        {
            Conf = request.HasConf ? request.Conf : defaults.Conf,
            Iou = request.HasIou ? request.Iou : defaults.Iou,
            MaxDet = request.HasMaxDet ? request.MaxDet : defaults.MaxDet,
            Classes = [.. request.Classes],
        };
        GrpcFaults.Check(asked, "");
        return asked;
    }
}
