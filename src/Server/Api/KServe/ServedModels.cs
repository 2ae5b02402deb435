using System.Collections.Concurrent;
using Inference;
using Server.Models;

namespace Server.Api.KServe;

/// <summary>Finds models by name and version. One that is asked for and does not run is loaded meanwhile, on no request's time.</summary>
internal sealed class ServedModels(ModelStore store, TimeProvider time, ILogger<ServedModels> log) : IAsyncDisposable
{
    private readonly ConcurrentDictionary<string, ModelLoad> _loads = new(StringComparer.Ordinal);

    /// <summary>Each name and version once: that which a request would get.</summary>
    public IEnumerable<InstalledModel> All => store.All.DistinctBy(model => (model.Name, model.VersionName));

    /// <param name="version">Empty for the newest.</param>
    /// <exception cref="KServeException">There is no such model, or it does not run yet.</exception>
    public ServedModel Get(string name, string version)
    {
        var model = Find(name, version);
        if (Running(model) is { } engine)
            return new(model, engine);
        if (FaultOf(model) is { } fault)
            throw new KServeException(KServeFault.Unavailable, $"model '{name}' cannot be loaded: {fault}");
        if (!store.IsLoading(model.Path))
            _loads.GetOrAdd(model.Path, path => new ModelLoad(store, model, time, log));
        throw new KServeException(KServeFault.Unavailable, $"model '{name}' is being loaded; try again soon");
    }

    /// <summary>Whether a request would be run now. If not, the model is loaded meanwhile.</summary>
    /// <exception cref="KServeException">There is no such model.</exception>
    public bool IsReady(string name, string version)
    {
        try
        {
            Get(name, version);
            return true;
        }
        catch (KServeException e) when (e.Fault == KServeFault.Unavailable)
        {
            return false;
        }
    }

    /// <summary>Models that run; loads none.</summary>
    /// <param name="name">Empty for all.</param>
    /// <param name="version">Empty for all.</param>
    /// <exception cref="KServeException">There is no such model.</exception>
    public IEnumerable<ServedModel> Running(string name, string version)
    {
        if (name.Length > 0)
            Find(name, version);
        return from model in All
            where (name.Length == 0 || model.Name == name) && (version.Length == 0 || model.VersionName == version)
            let engine = Running(model)
            where engine is not null
            select new ServedModel(model, engine);
    }

    public InferenceEngine? Running(InstalledModel model) => store.Running(model.Path);

    public bool IsLoading(InstalledModel model) => store.IsLoading(model.Path);

    /// <summary>Why it could not be loaded a moment ago; null otherwise.</summary>
    public string? FaultOf(InstalledModel model)
    {
        if (!_loads.TryGetValue(model.Path, out var load) || load.Fault is not { } fault)
            return null;
        if (!load.MayBeTriedAgain)
            return fault;
        _loads.TryRemove(new(model.Path, load));
        return null;
    }

    /// <summary>Waits for loads that are under way: a process that ends inside ONNX Runtime's start crashes.</summary>
    public async ValueTask DisposeAsync() => await Task.WhenAll(_loads.Values.Select(load => load.Ended));

    private InstalledModel Find(string name, string version)
    {
        InstalledModel? other = null;
        foreach (var model in All.Where(model => model.Name == name))
        {
            if (version.Length == 0 || model.VersionName == version)
                return model;
            other = model;
        }

        throw new KServeException(KServeFault.NotFound, other is null ? $"no model is called '{name}'" : $"model '{name}' has no version '{version}'");
    }
}
