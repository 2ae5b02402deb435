using Streaming.Models;

namespace Server.Models;

/// <summary>A model as GET shows it: everything that a client may know, which paths of the server are not.</summary>
/// <param name="Name">What streams and requests ask for it by.</param>
/// <param name="Version">The newest installed, which is used; null for a file that has none.</param>
/// <param name="Versions">All installed, the newest first.</param>
/// <param name="IsDefault">Used where no model is asked for.</param>
/// <param name="Task">detect or pose; null, as all that follows, where the file cannot be read.</param>
/// <param name="Classes">Labels by class id.</param>
/// <param name="Keypoints">Of each object: 17 for COCO poses, 0 for plain detection.</param>
/// <param name="InputWidth">Pixels that a picture is scaled to.</param>
/// <param name="InputHeight">Pixels that a picture is scaled to.</param>
/// <param name="Bytes">Size of the file.</param>
/// <param name="Sha256">Of the file, 64 hex digits.</param>
/// <param name="Licence">As SPDX writes it, where known.</param>
/// <param name="Fault">Why it cannot be used; null while all is well.</param>
/// <param name="Limits">What it declares and does not keep, and how it is run therefore; empty where all is as declared.</param>
internal sealed record ModelResource(
    string Name, int? Version, IReadOnlyList<int> Versions, bool IsDefault, ModelState State, string? Task, IReadOnlyList<string>? Classes,
    int? Keypoints, int? InputWidth, int? InputHeight, long Bytes, string? Sha256, string? Licence, string? Fault, IReadOnlyList<string> Limits)
{
    /// <param name="versions">All of one name, the newest first.</param>
    /// <param name="startFault">Why the engine could not be started with it.</param>
    public static ModelResource Of(ModelInspection newest, IEnumerable<InstalledModel> versions, bool isDefault, bool isLoaded, string? startFault)
    {
        var (model, metadata) = (newest.Model, newest.Metadata);
        var fault = isLoaded ? newest.Fault : startFault ?? newest.Fault;
        var state = isLoaded ? ModelState.Loaded : fault is null ? ModelState.Installed : ModelState.Unusable;
        return new(
            model.Name, model.Version, [.. versions.Select(version => version.Version).OfType<int>()], isDefault, state,
            metadata?.Task.ToString().ToLowerInvariant(), metadata?.Labels, metadata?.KeypointCount, metadata?.InputWidth, metadata?.InputHeight,
            newest.Bytes, newest.Sha256, newest.Card?.Licence, fault is null ? null : model.WithoutFolder(fault), metadata?.Limits ?? []);
    }
}

internal enum ModelState
{
    /// <summary>It is there, and is loaded when first asked for.</summary>
    Installed,

    /// <summary>It runs.</summary>
    Loaded,

    /// <summary>It is there, but cannot be used; "fault" says why.</summary>
    Unusable,
}

internal sealed record ModelList(IReadOnlyList<ModelResource> Models);
