using Inference;
using Streaming.Models;
using Wire.KServe;

namespace Server.KServe;

/// <summary>Finds models by name and version. One that is asked for and does not run is loaded meanwhile, on no request's time.</summary>
internal sealed class ServedModels(ModelRegistry registry, TimeProvider time, ILogger<ServedModels> log) : IAsyncDisposable
{
    private readonly Lock _gate = new();

    // By path.
    private readonly Dictionary<string, ModelLoad> _loads = [];

    /// <summary>Each name and version once: that which a request would get.</summary>
    public IEnumerable<InstalledModel> All => registry.All.DistinctBy(model => (model.Name, model.VersionName));

    /// <param name="version">Empty for the newest.</param>
    /// <exception cref="KServeException">There is no such model, or it does not run yet.</exception>
    public ModelLease Lease(string name, string version)
    {
        var model = Find(name, version);
        if (registry.TryLease(model, out var lease))
            return lease;
        lock (_gate)
        {
            if (!_loads.TryGetValue(model.Path, out var load) || load.MayBeTriedAgain)
                _loads[model.Path] = load = new ModelLoad(registry, model, time, log);
            throw new KServeException(KServeFault.Unavailable, load.Fault is { } fault
                ? $"model '{name}' cannot be loaded: {fault}"
                : $"model '{name}' is being loaded; try again soon");
        }
    }

    /// <summary>Whether a request would be run now; loads nothing.</summary>
    /// <exception cref="KServeException">There is no such model.</exception>
    public bool IsReady(string name, string version) => EngineOf(Find(name, version)) is not null;

    /// <summary>Models that run; loads none.</summary>
    /// <param name="name">Empty for all.</param>
    /// <param name="version">Empty for all.</param>
    /// <exception cref="KServeException">There is no such model.</exception>
    public IEnumerable<RunningModel> Running(string name, string version)
    {
        if (name.Length > 0)
            Find(name, version);
        return from model in All
            where (name.Length == 0 || model.Name == name) && (version.Length == 0 || model.VersionName == version)
            let engine = EngineOf(model)
            where engine is not null
            select new RunningModel(model, engine);
    }

    public InferenceEngine? EngineOf(InstalledModel model) => registry.EngineOf(model);

    public bool IsLoading(InstalledModel model) => registry.IsLoading(model);

    /// <summary>Why it could not be loaded, whoever asked for it last; null otherwise.</summary>
    public string? FaultOf(InstalledModel model)
    {
        lock (_gate)
            return _loads.TryGetValue(model.Path, out var load) && !load.MayBeTriedAgain ? load.Fault : registry.FaultOf(model);
    }

    /// <summary>Waits for loads that are under way: a process that ends inside ONNX Runtime's start crashes.</summary>
    public async ValueTask DisposeAsync() => await Task.WhenAll(_loads.Values.Select(load => load.Ended));

    private InstalledModel Find(string name, string version) => registry.Find(name, version.Length > 0 ? version : null)
        ?? throw new KServeException(KServeFault.NotFound, registry.Contains(name) ? $"model '{name}' has no version '{version}'" : registry.Missing(name));
}

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
