using V1 = Wire.V1;

namespace Server.Models;

/// <summary>An installed model as a message shows it.</summary>
internal static class ModelMessages
{
    public static V1.Model ToMessage(ModelResource model) => new()
    {
        Name = model.Name,
        Version = model.Version is { } version ? $"{version}" : "",
        Task = model.Task ?? "",
        Labels = { model.Classes ?? [] },
        InputWidth = model.InputWidth ?? 0,
        InputHeight = model.InputHeight ?? 0,
        Keypoints = model.Keypoints ?? 0,
        IsDefault = model.IsDefault,
        State = model.State.ToString().ToLowerInvariant(),
        Fault = model.Fault ?? "",
        Limits = { model.Limits },
    };
}
