using System.Diagnostics;
using Inference;
using Inference.Model;
using Media;
using Streaming;

namespace Cli.Run;

/// <summary>One input on its way through a run: what is open of it, and what it amounts to.</summary>
internal sealed class InputRun(RunInput input, ModelMetadata model) : IDisposable
{
    private long _started, _ended;
    private OfflineInput? _frames;
    private AnnotatedVideo? _video;

    public string Word => input.Word;

    public string Name => input.Name;

    /// <summary>Of results: the same for all of this input.</summary>
    public string SessionId { get; } = Guid.CreateVersion7().ToString("N");

    public RunSummary Summary { get; } = new();

    public OfflineInput Frames => _frames!;

    public bool IsPicture => _frames?.IsStill ?? false;

    /// <summary>It was told that nothing, or no more, of it can be used.</summary>
    public bool IsUnreadable { get; set; }

    /// <summary>What was annotated cannot be written.</summary>
    public UserException? VideoFault => _video?.Fault;

    /// <exception cref="UserException">There is no such input, or its video cannot be written.</exception>
    /// <exception cref="MediaException">It cannot be read as a video or picture.</exception>
    public void Open(string? video, int every, CancellationToken stop)
    {
        if (input.Fault is { } fault)
            throw new UserException($"{UrlRedactor.Redact(Word)}: {fault}");
        _frames = OfflineInput.Open(Word, stop);
        _started = _ended = Stopwatch.GetTimestamp();
        if (video is null)
            return;
        _video = new AnnotatedVideo(VideoOutput.Create(video, _frames.FrameRate / every), model.Labels);
        if (_frames.HasAudio)
            Console.Error.WriteLine($"stream: {Word}: its sound is left out");
    }

    public void Add(InferenceResult result, TimeSpan latency)
    {
        Summary.Add(latency);
        if (result.Outcome == FrameOutcome.Failed)
            Summary.AddFailure(result.Error);
        foreach (var found in result.Detections.Objects)
            Summary.AddObject(model.Labels[found.ClassId]);
        _video?.Add(result);
        _ended = Stopwatch.GetTimestamp();
    }

    /// <summary>Its last result is in.</summary>
    /// <exception cref="UserException">Nothing of it could be used, or its video not be written.</exception>
    public void Complete(bool interrupted)
    {
        Summary.Elapsed = Stopwatch.GetElapsedTime(_started, _ended);
        (Summary.Damaged, Summary.Damage, Summary.IsIncomplete) = (Frames.Damaged, Frames.Damage, Frames.IsIncomplete);
        Summary.Interrupted = interrupted;
        if (!interrupted && Summary.Frames == 0)
            throw new UserException($"{Word}: no frame of it could be decoded{(Summary.Damage is { } damage ? $" ({damage})" : "")}");
        if (!interrupted && Summary.Failed == Summary.Frames)
            throw new UserException($"{Word}: no frame of it could be inferred: {Summary.Failure?.Message}");
        _video?.Commit();
    }

    public void Dispose()
    {
        _video?.Dispose();
        _frames?.Dispose();
    }
}
