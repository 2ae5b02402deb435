using Media;
using Streaming;
using Streaming.Sources;

namespace Cli.Run;

/// <summary>The built-in test source as fast as it renders. It has no end of its own: --frames gives it one.</summary>
internal sealed class SceneInput : OfflineInput
{
    private readonly SceneSource _source;
    private readonly CancellationToken _stop;

    /// <exception cref="UserException">The address has an unknown parameter or a value out of bounds.</exception>
    public SceneInput(string address, CancellationToken stop)
    {
        _stop = stop;
        var parsed = SourceAddress.Parse(address, new IngestOptions());
        _source = new SceneSource(parsed.Target, realtime: false, TimeProvider.System);
    }

    public override long? EstimatedFrames => null;

    public override long Damaged => 0;

    public override string? Damage => null;

    public override bool TryRead(out Frame frame)
    {
        frame = default;
        if (_stop.IsCancellationRequested || !_source.TryRead(out var unit, _stop))
            return false;
        frame = unit.Raw;
        return true;
    }

    public override void Dispose() => _source.Dispose();
}
