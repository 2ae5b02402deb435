using Media;
using Scene;

namespace Streaming.Sources;

/// <summary>test://people: the built-in test source, rendered as it is read.</summary>
/// <exception cref="FormatException">The address has an unknown parameter or a value out of bounds.</exception>
public sealed class SceneSource(string address, bool realtime, TimeProvider time) : IIngestSource
{
    private readonly PeopleScene _scene = new(SceneOptions.Parse(address));
    private readonly SceneTruth _truth = new();
    private readonly Pace? _pace = realtime ? new Pace(time, TimeSpan.FromMinutes(1)) : null;
    private PictureBuffers? _buffers;
    private long _index;

    public VideoFormat Format => VideoFormat.Raw(_scene.Options.Width, _scene.Options.Height);

    public bool IsLive => true;

    public bool CanWait => true;

    /// <summary>Who is where in the frame read last.</summary>
    public SceneTruth Truth => _truth;

    public bool TryRead(out EncodedUnit unit, CancellationToken stop)
    {
        stop.ThrowIfCancellationRequested();
        var pts = _index * 90_000 / _scene.Options.FramesPerSecond;
        _pace?.WaitUntil(pts, stop);
        var arrival = time.GetTimestamp();
        var captured = time.GetUtcNow();

        var width = _scene.Options.Width;
        var buffer = (_buffers ??= new PictureBuffers(width, _scene.Options.Height)).Rent();
        _scene.Render(_index++, buffer.Y, width, buffer.U, buffer.ChromaStride, buffer.V, buffer.ChromaStride, _truth);
        var frame = buffer.AsFrame(new FrameTimes(pts, (uint)pts, captured, arrival, time.GetElapsedTime(arrival)));
        unit = EncodedUnit.Of(frame);
        return true;
    }

    public void Dispose()
    {
        // The buffers are managed memory; frames in flight give theirs back to a pool that nobody asks any more.
    }
}
