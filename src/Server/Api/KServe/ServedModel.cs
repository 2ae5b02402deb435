using Inference;
using Server.Models;

namespace Server.Api.KServe;

/// <summary>A model that runs, under the name and version by which clients ask for it.</summary>
internal sealed record ServedModel(InstalledModel Installed, InferenceEngine Engine)
{
    public string Name => Installed.Name;

    public string Version => Installed.VersionName;
}
