using Streaming.Models;
using Wire.KServe;

namespace Server.KServe;

/// <summary>One model in the index of the repository.</summary>
internal static class RepositoryEntry
{
    public const string Ready = "READY";

    public static RepositoryIndexResponse.Types.ModelIndex Of(InstalledModel model, ServedModels models)
    {
        var (state, reason) = models.EngineOf(model) is not null ? (Ready, "")
            : models.IsLoading(model) ? ("LOADING", "")
            : ("UNAVAILABLE", models.FaultOf(model) ?? "not loaded: the first request for it loads it");
        return new() { Name = model.Name, Version = model.VersionName, State = state, Reason = reason };
    }
}
