using Media;
using Wire.V1;

namespace Streaming.Snapshots;

/// <summary>Pictures of one stream's next frame for whoever asks. While nobody does, a frame that passes costs the reading of one flag.</summary>
/// <remarks>
/// The lane that delivers a frame copies its planes, once for all who wait; converting, drawing and encoding run elsewhere, for one
/// frame of the stream at a time. Who asks meanwhile gets the first frame after that.
/// </remarks>
public sealed class SnapshotTap
{
    private readonly SnapshotRenderer _renderer = new();
    private readonly Lock _change = new();
    private readonly List<Asker> _askers = [];
    private bool _rendering;
    private bool _completed;

    // Somebody waits, and no frame is being rendered.
    private bool _wanted;

    /// <summary>Frames copied.</summary>
    public long Captured { get; private set; }

    /// <summary>The next frame. Null when the stream ends before it comes.</summary>
    /// <exception cref="OperationCanceledException"><paramref name="stop"/> fired.</exception>
    /// <exception cref="MediaException">The picture could not be made.</exception>
    public async Task<Snapshot?> NextAsync(SnapshotLook look, CancellationToken stop)
    {
        var asker = new Asker(look);
        if (!TryJoin(asker))
            return null;
        try
        {
            return await asker.Answer.Task.WaitAsync(stop);
        }
        finally
        {
            Leave(asker);
        }
    }

    /// <summary>Called with every frame that has a result, one at a time; its planes are lent until this returns.</summary>
    public void Offer(in Frame frame, FrameResult result, IReadOnlyList<string> labels)
    {
        if (!Volatile.Read(ref _wanted))
            return;
        var askers = TakeAskers();
        if (askers.Length == 0)
            return;
        try
        {
            var captured = CapturedFrame.Copy(frame, result, labels);
            Captured++;
            _ = Task.Run(() => Render(captured, askers));
        }
        catch (Exception e)
        {
            // They are in the list no more, and would wait for ever.
            foreach (var asker in askers)
                asker.Answer.TrySetException(e);
            throw;
        }
    }

    /// <summary>No frame comes any more.</summary>
    public void Complete()
    {
        lock (_change)
        {
            (_completed, _wanted) = (true, false);
            foreach (var asker in _askers)
                asker.Answer.TrySetResult(null);
        }
    }

    private bool TryJoin(Asker asker)
    {
        lock (_change)
        {
            if (_completed)
                return false;
            _askers.Add(asker);
            _wanted = !_rendering;
            return true;
        }
    }

    private void Leave(Asker asker)
    {
        lock (_change)
        {
            _askers.Remove(asker);
            _wanted &= _askers.Count > 0;
        }
    }

    private Asker[] TakeAskers()
    {
        lock (_change)
        {
            Asker[] askers = [.. _askers];
            _askers.Clear();
            (_wanted, _rendering) = (false, askers.Length > 0);
            return askers;
        }
    }

    private void Render(CapturedFrame frame, Asker[] askers)
    {
        using (frame)
        {
            foreach (var alike in askers.GroupBy(asker => asker.Look))
                Render(frame, alike);
        }

        lock (_change)
        {
            _rendering = false;
            _wanted = _askers.Count > 0 && !_completed;
        }
    }

    private void Render(CapturedFrame frame, IGrouping<SnapshotLook, Asker> alike)
    {
        try
        {
            var picture = _renderer.Render(frame, alike.Key);
            foreach (var asker in alike)
                asker.Answer.TrySetResult(picture);
        }
        catch (Exception e)
        {
            // Theirs alone: the stream goes on, and others may have asked for what can be made.
            foreach (var asker in alike)
                asker.Answer.TrySetException(e);
        }
    }

    private sealed class Asker(SnapshotLook look)
    {
        public SnapshotLook Look => look;

        public TaskCompletionSource<Snapshot?> Answer { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
