using System.Collections.Concurrent;
using FFmpeg;
using Media;
using Streaming;

namespace Cli.Run;

/// <summary>A video file of frames that are drawn already, encoded on a thread of its own.</summary>
/// <remarks>
/// The file appears under its name when it is committed. Until then it is NAME.PID.partial, which plays up to its last
/// two seconds even when the process is killed.
/// </remarks>
internal sealed class VideoOutput : IDisposable
{
    // Evens out frames that are dear to encode; more would only hold more memory, for a writer waits in the end.
    private const int MaxWaiting = 4;

    private readonly BlockingCollection<VideoFrame> _waiting = new(MaxWaiting);
    private readonly Thread _thread;
    private readonly string _path;
    private readonly string _partial;
    private readonly MediaContainer _container;
    private readonly double _frameRate;
    private volatile UserException? _fault;
    private bool _any;

    private VideoOutput(string path, string partial, MediaContainer container, double frameRate)
    {
        (_path, _partial, _container, _frameRate) = (path, partial, container, frameRate);
        _thread = new Thread(Run) { IsBackground = true, Name = "video output" };
        _thread.Start();
    }

    /// <summary>The first failure to encode or write; frames that come after it are let go.</summary>
    public UserException? Fault => _fault;

    /// <param name="path">Its ending tells the container.</param>
    /// <param name="frameRate">Frames a second, a hint for the encoder; 0 when unknown. Each frame keeps its own time.</param>
    /// <exception cref="UserException">The file cannot be written, or has an ending that is not known.</exception>
    public static VideoOutput Create(string path, double frameRate)
    {
        if (Directory.Exists(path))
            throw new UserException($"{path}: is a folder; name a file");
        if (Path.GetDirectoryName(Path.GetFullPath(path)) is { } folder && !Directory.Exists(folder))
            throw new UserException($"{path}: there is no folder {folder}; make it first");
        var partial = $"{path}.{Environment.ProcessId}.partial";
        try
        {
            var container = MediaContainers.Of(path);
            // Now rather than at the first frame, which waits for the model.
            File.Create(partial).Dispose();
            return new VideoOutput(path, partial, container, Math.Min(frameRate, 1000));
        }
        catch (MediaException e)
        {
            throw new UserException($"{path}: {InputError.Reason(path, e)}", e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new UserException($"{path}: cannot be written: {(e is UnauthorizedAccessException ? "permission denied" : e.Message)}", e);
        }
    }

    /// <summary>Takes over a frame; waits while four are waiting already.</summary>
    public void Write(VideoFrame frame) => _waiting.Add(frame);

    /// <summary>Waits for the last frame and gives the file its name. Without any frame there is no file.</summary>
    /// <exception cref="UserException">Something could not be encoded or written.</exception>
    public void Commit()
    {
        Finish();
        if (_fault is not null)
            throw _fault;
        if (_any)
            File.Move(_partial, _path, overwrite: true);
    }

    public void Dispose()
    {
        Finish();
        _waiting.Dispose();
        File.Delete(_partial);
    }

    private void Finish()
    {
        _waiting.CompleteAdding();
        _thread.Join();
    }

    private void Run()
    {
        try
        {
            Encode();
        }
        catch (MediaException e)
        {
            _fault = new UserException($"{_path}: cannot be written: {InputError.Reason(_partial, e)}", e);
        }

        // After a failure nobody may wait for room for ever.
        foreach (var frame in _waiting.GetConsumingEnumerable())
            frame.Dispose();
    }

    private void Encode()
    {
        if (!_waiting.TryTake(out var first, Timeout.Infinite))
            return;
        _any = true;
        using var encoder = VideoEncoder.Open(VideoEncoderOptions.For(first) with { Codec = _container.DefaultCodec(), FrameRate = _frameRate });
        using var writer = MediaWriter.Create(_partial, _container, encoder, fragmented: true);
        using var packet = new MediaPacket();
        Encode(first);
        foreach (var frame in _waiting.GetConsumingEnumerable())
            Encode(frame);
        encoder.SendEnd();
        WritePackets();
        writer.Complete();

        void Encode(VideoFrame frame)
        {
            using (frame)
                encoder.Send(frame);
            WritePackets();
        }

        void WritePackets()
        {
            while (encoder.Receive(packet))
                writer.Write(packet);
        }
    }
}
