using System.Collections.Concurrent;

namespace Streaming.Models;

/// <summary>What is known of installed models: a file is inspected when it is first asked about, and again once it has changed.</summary>
public sealed class ModelInspections(ModelRegistry models) : IDisposable
{
    private readonly ConcurrentDictionary<string, (DateTime Written, ModelInspection Seen)> _known = new(StringComparer.Ordinal);

    // An inspection may load a model, which takes the memory of one: not two at a time.
    private readonly SemaphoreSlim _turn = new(1);

    public async Task<ModelInspection> OfAsync(InstalledModel model, CancellationToken stop)
    {
        await _turn.WaitAsync(stop);
        try
        {
            var written = File.GetLastWriteTimeUtc(model.Path);
            if (_known.TryGetValue(model.Path, out var known) && known.Written == written)
                return known.Seen;
            var seen = await Task.Run(() => ModelInspection.Of(model, models.EngineOf(model)?.Model), CancellationToken.None);
            _known[model.Path] = (written, seen);
            return seen;
        }
        finally
        {
            _turn.Release();
        }
    }

    public void Dispose() => _turn.Dispose();
}
