using Inference.Model;
using Server.Models;

namespace Server.Api.KServe;

/// <summary>One attempt to load a model, on a thread of its own.</summary>
internal sealed class ModelLoad
{
    // A file that cannot be loaded is not read again for every request.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private readonly TimeProvider _time;
    private long _ended;
    private volatile string? _fault;

    public ModelLoad(ModelStore store, InstalledModel model, TimeProvider time, ILogger log)
    {
        _time = time;
        Ended = Task.Run(() => Load(store, model, log));
    }

    public Task Ended { get; }

    /// <summary>Null while it is under way, and once it has succeeded.</summary>
    public string? Fault => _fault;

    public bool MayBeTriedAgain => _time.GetElapsedTime(Volatile.Read(ref _ended)) > Patience;

    private void Load(ModelStore store, InstalledModel model, ILogger log)
    {
        try
        {
            var engine = store.Load(model.Path);
            log.ModelReady(model.Name, engine.Device.ToString().ToLowerInvariant(), engine.Options.Lanes, engine.Options.MaxBatchSize);
        }
        catch (ModelLoadException e)
        {
            log.ModelFailed(model.Name, e.Message);
            Volatile.Write(ref _ended, _time.GetTimestamp());
            _fault = e.Message;
        }
    }
}
