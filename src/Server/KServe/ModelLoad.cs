using Inference.Model;
using Streaming.Models;

namespace Server.KServe;

/// <summary>One attempt to load a model, on a thread of its own.</summary>
internal sealed class ModelLoad
{
    // A file that cannot be loaded is not read again for every request.
    private static readonly TimeSpan RetryDelay = TimeSpan.FromSeconds(10);

    private readonly TimeProvider _time;
    private long _ended;
    private volatile string? _fault;

    public ModelLoad(ModelRegistry registry, InstalledModel model, TimeProvider time, ILogger log)
    {
        _time = time;
        Ended = Task.Run(() => Load(registry, model, log));
    }

    public Task Ended { get; }

    /// <summary>Null while it is under way, and once it has succeeded.</summary>
    public string? Fault => _fault;

    public bool MayBeTriedAgain => Ended.IsCompleted && (_fault is null || _time.GetElapsedTime(Volatile.Read(ref _ended)) > RetryDelay);

    private void Load(ModelRegistry registry, InstalledModel model, ILogger log)
    {
        try
        {
            // It stays for a while, so that who asked can come again.
            using var lease = registry.Lease(model);
            var engine = lease.Engine;
            log.ModelReady(model.Name, engine.Device.ToString().ToLowerInvariant(), engine.Options.Lanes, engine.Options.MaxBatchSize);
        }
        catch (Exception e)
        {
            // Of any kind: whoever asks is told, and not to try again soon for ever.
            log.ModelFailed(model.Name, e is ModelLoadException ? e.Message : $"{e}");
            Volatile.Write(ref _ended, _time.GetTimestamp());
            _fault = e.Message;
        }
    }
}
