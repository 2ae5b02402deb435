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
    private readonly List<Request> _requests = [];
    private bool _rendering;
    private bool _completed;

    // Somebody waits, and no frame is being rendered.
    private bool _wanted;

    /// <summary>Frames copied.</summary>
    public long Captured { get; private set; }

    /// <summary>The next frame. Null when the stream ends before it comes.</summary>
    /// <exception cref="OperationCanceledException"><paramref name="stop"/> fired.</exception>
    /// <exception cref="MediaException">The picture could not be made.</exception>
    public async Task<Snapshot?> NextAsync(SnapshotFormat format, CancellationToken stop)
    {
        var request = new Request(format);
        if (!TryAdd(request))
            return null;
        try
        {
            return await request.Answer.Task.WaitAsync(stop);
        }
        finally
        {
            Remove(request);
        }
    }

    /// <summary>Called with every frame that has a result, one at a time; its planes are borrowed until this returns.</summary>
    public void Offer(in Frame frame, FrameResult result, IReadOnlyList<string> labels)
    {
        if (!Volatile.Read(ref _wanted))
            return;
        var requests = TakeRequests();
        if (requests.Length == 0)
            return;
        try
        {
            var captured = CapturedFrame.Copy(frame, result, labels);
            Captured++;
            _ = Task.Run(() => Render(captured, requests));
        }
        catch (Exception e)
        {
            // They are in the list no more, and would wait for ever.
            foreach (var request in requests)
                request.Answer.TrySetException(e);
            throw;
        }
    }

    /// <summary>No frame comes any more.</summary>
    public void Complete()
    {
        lock (_change)
        {
            (_completed, _wanted) = (true, false);
            foreach (var request in _requests)
                request.Answer.TrySetResult(null);
        }
    }

    private bool TryAdd(Request request)
    {
        lock (_change)
        {
            if (_completed)
                return false;
            _requests.Add(request);
            _wanted = !_rendering;
            return true;
        }
    }

    private void Remove(Request request)
    {
        lock (_change)
        {
            _requests.Remove(request);
            _wanted &= _requests.Count > 0;
        }
    }

    private Request[] TakeRequests()
    {
        lock (_change)
        {
            Request[] requests = [.. _requests];
            _requests.Clear();
            (_wanted, _rendering) = (false, requests.Length > 0);
            return requests;
        }
    }

    private void Render(CapturedFrame frame, Request[] requests)
    {
        using (frame)
        {
            foreach (var alike in requests.GroupBy(request => request.Format))
                Render(frame, alike);
        }

        lock (_change)
        {
            _rendering = false;
            _wanted = _requests.Count > 0 && !_completed;
        }
    }

    private void Render(CapturedFrame frame, IGrouping<SnapshotFormat, Request> alike)
    {
        try
        {
            var picture = _renderer.Render(frame, alike.Key);
            foreach (var request in alike)
                request.Answer.TrySetResult(picture);
        }
        catch (Exception e)
        {
            // Theirs alone: the stream goes on, and others may have asked for what can be made.
            foreach (var request in alike)
                request.Answer.TrySetException(e);
        }
    }

    private sealed class Request(SnapshotFormat format)
    {
        public SnapshotFormat Format => format;

        public TaskCompletionSource<Snapshot?> Answer { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
