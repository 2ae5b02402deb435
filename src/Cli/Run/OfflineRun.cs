using System.Buffers;
using System.Diagnostics;
using System.Runtime.ExceptionServices;
using FFmpeg;
using Google.Protobuf;
using Inference;
using Inference.Batching;
using Inference.Model;
using Media;
using Streaming;
using Streaming.Models;
using Streaming.Results;
using Wire.V1;

namespace Cli.Run;

/// <summary>One input from its first frame to its last: decode, infer in batches, write results in order.</summary>
/// <remarks>Decoding has the calling thread; results come on the lanes' threads, one at a time.</remarks>
internal sealed class OfflineRun : IResultReceiver, IDisposable
{
    private readonly RunOptions _options;
    private readonly ModelMetadata _model;
    private readonly OutputFile? _output;
    private readonly AnnotatedVideo? _video;
    private readonly ProgressLine _progress;
    private readonly FrameResultJson _json = new();
    private readonly ArrayBufferWriter<byte> _message = new(64 * 1024);
    private readonly ArrayBufferWriter<byte> _line = new(64 * 1024);
    private readonly string _streamId;
    private readonly string _sessionId = Guid.CreateVersion7().ToString("N");
    private readonly TimeProvider _time = TimeProvider.System;

    // Lane side: the first write that failed, or whatever else went wrong there; the calling thread looks at it before each frame.
    private volatile Exception? _fault;

    private OfflineRun(RunOptions options, ModelMetadata model, OutputFile? output, AnnotatedVideo? video, ProgressLine progress)
    {
        (_options, _model, _output, _video, _progress) = (options, model, output, video, progress);
        _streamId = Path.GetFileNameWithoutExtension(options.Input);
    }

    public RunSummary Summary { get; } = new();

    private Exception? Fault => _fault ?? _video?.Fault;

    /// <returns>The exit code: 0, 1 for what cannot be run, 130 after Ctrl-C.</returns>
    public static int Execute(RunOptions options, CancellationToken stop)
    {
        try
        {
            var summary = Run(options, stop);
            foreach (var trouble in Troubles(summary))
                Console.Error.WriteLine($"stream: {options.Input}: {trouble}");
            Console.Out.WriteLine(summary.ToJson());
            return summary.Interrupted ? 130 : 0;
        }
        catch (MediaException e)
        {
            Console.Error.WriteLine($"stream: {InputError.Describe(options.Input, e)}");
            return 1;
        }
        catch (Exception e) when (e is UserException or ModelLoadException)
        {
            Console.Error.WriteLine($"stream: {e.Message}");
            return 1;
        }
        catch (OperationCanceledException)
        {
            return 130;
        }
    }

    private static RunSummary Run(RunOptions options, CancellationToken stop)
    {
        CheckNames(options);
        using var input = OfflineInput.Open(options.Input, stop);
        using var output = options.Json is null ? null : OutputFile.Create(options.Json);
        using var video = options.Video is null ? null : VideoOutput.Create(options.Video, input.FrameRate);
        if (video is not null && input.HasAudio)
            Console.Error.WriteLine($"stream: {options.Input}: its sound is left out");
        using var engine = InferenceEngine.Start(ModelCatalogue.Find(options.Model), options.Inference);
        foreach (var limit in engine.Model.Limits)
            Console.Error.WriteLine($"stream: model {engine.Model.Name}: {limit}");
        using var progress = new ProgressLine(Console.Error, !Console.IsErrorRedirected, Expected(input, options), TimeProvider.System);
        using var annotated = video is null ? null : new AnnotatedVideo(video, engine.Model.Labels, options.Every);
        using var run = new OfflineRun(options, engine.Model, output, annotated, progress);
        run.Drive(engine, input, stop);
        run.CheckAnyInferred();
        video?.Commit();
        output?.Commit();
        return run.Summary;
    }

    private static void CheckNames(RunOptions options)
    {
        var input = Path.GetFullPath(options.Input);
        foreach (var output in new[] { options.Json, options.Video }.OfType<string>())
        {
            if (Path.GetFullPath(output) == input)
                throw new UserException($"{output}: is the input; name another file for the results");
        }

        if (options is { Json: { } json, Video: { } video } && Path.GetFullPath(json) == Path.GetFullPath(video))
            throw new UserException($"{video}: is named by both --json and --video; name two files");
    }

    private static long? Expected(OfflineInput input, RunOptions options)
    {
        var all = options.Frames > 0 ? Math.Min(options.Frames, input.EstimatedFrames ?? long.MaxValue) : input.EstimatedFrames;
        return (all - 1) / options.Every + 1;
    }

    private static IEnumerable<string> Troubles(RunSummary summary)
    {
        if (summary.Damage is { } damage)
            yield return $"damaged: {damage}";
        if (summary.Failed > 0)
            yield return $"{summary.Failed} of {summary.Frames} frames failed, the first because: {summary.Failure?.Message}";
    }

    private void Drive(InferenceEngine engine, OfflineInput input, CancellationToken stop)
    {
        var started = Stopwatch.GetTimestamp();
        using var stream = engine.OpenStream(new InferenceStreamOptions { Lossless = true, Thresholds = _options.Thresholds }, this);
        try
        {
            Feed(stream, input, stop);
        }
        finally
        {
            // After Ctrl-C only what already runs is waited for, because lanes write into what is closed after this.
            if (stop.IsCancellationRequested)
                stream.Dispose();
            stream.Drain();
        }

        if (Fault is { } fault)
            ExceptionDispatchInfo.Throw(fault);
        Summary.Elapsed = Stopwatch.GetElapsedTime(started);
        (Summary.Damaged, Summary.Damage) = (input.Damaged, input.Damage);
        Summary.Interrupted = stop.IsCancellationRequested;
    }

    private void Feed(InferenceStream stream, OfflineInput input, CancellationToken stop)
    {
        for (var index = 0L; !stop.IsCancellationRequested && Fault is null && (_options.Frames == 0 || index < _options.Frames); index++)
        {
            if (!input.TryRead(out var frame))
                return;
            if (index % _options.Every == 0)
                stream.Submit(frame, index);
            else if (_video is null)
                frame.Release();
            else
                _video.AddSkipped(frame, index);
        }
    }

    private void CheckAnyInferred()
    {
        if (Summary.Interrupted)
            return;
        if (Summary.Frames == 0)
            throw new UserException($"{_options.Input}: no frame of it could be decoded{(Summary.Damage is { } damage ? $" ({damage})" : "")}");
        if (Summary.Failed == Summary.Frames)
            throw new UserException($"{_options.Input}: no frame of it could be inferred: {Summary.Failure?.Message}");
    }

    public void OnResult(InferenceResult result)
    {
        Summary.Add(_time.GetElapsedTime(result.Frame.Times.Arrival));
        if (result.Outcome == FrameOutcome.Failed)
            Summary.AddFailure(result.Error);
        foreach (var found in result.Detections.Objects)
            Summary.AddObject(_model.Labels[found.ClassId]);
        if (_output is not null && _fault is null)
            WriteLine(FrameResults.ToMessage(result, new FrameIdentity(_streamId, _sessionId, 0), _model, _time));
        _video?.Add(result);
        _progress.Report(Summary.Frames);
    }

    public void OnDropped(in Frame frame, long sequence, FrameOutcome reason)
    {
        // Only at an interrupt or a fault: nothing of a lossless stream is dropped before.
    }

    public void OnFault(Exception fault)
    {
        _fault = fault;
        _video?.Abandon();
    }

    public void Dispose() => _json.Dispose();

    private void WriteLine(FrameResult message)
    {
        _message.ResetWrittenCount();
        message.WriteTo(_message);
        _json.Write(_message.WrittenSpan, _line);
        _line.Write("\n"u8);
        try
        {
            _output!.Write(_line.WrittenSpan);
        }
        catch (UserException e)
        {
            _fault = e;
        }

        _line.ResetWrittenCount();
    }
}
