using ResultLog.Pump;
using ResultLog.Read;

namespace Load.Log;

/// <summary>Acknowledges everything at once.</summary>
internal sealed class NullSink : ISink
{
    public const string Name = "null";

    string ISink.Name => Name;

    public BatchLimits Limits => new(500, 1 << 20, TimeSpan.Zero);

    public Task<long?> OpenAsync(Guid logId, CancellationToken stop) => Task.FromResult<long?>(null);

    public Task<int> WriteAsync(RecordBatch batch, CancellationToken stop) => Task.FromResult(0);
}
