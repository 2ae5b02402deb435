using System.Collections.Concurrent;
using System.Diagnostics;
using System.Runtime.ExceptionServices;
using Inference;
using Inference.Batching;
using Media;
using Streaming;

namespace Cli.Run;

/// <summary>Inputs from their first frame to their last through one stream of the engine: decode, infer in batches, write results in order.</summary>
/// <remarks>
/// Decoding has the calling thread; results come on the lanes' threads, one at a time, in the order of the frames. Pictures follow one another without
/// a pause, so that many of them fill the lanes as a video does.
/// </remarks>
internal sealed class OfflineRun(RunOptions options, InferenceEngine engine, RunOutputs outputs, ProgressLine progress) : IResultReceiver, IDisposable
{
    // Pictures whose results are waited for together: enough that the pause between such groups is none.
    private const int MaxOpen = 256;

    private readonly ConcurrentQueue<(InputRun Input, long Index)> _submitted = [];
    private readonly List<InputRun> _open = [];
    private readonly TimeProvider _time = TimeProvider.System;

    // Lane side: the first write that failed, or whatever else went wrong there; the calling thread looks at it before each frame.
    private volatile Exception? _fault;

    /// <param name="ended">Told of each input that was run, in their order.</param>
    /// <param name="unreadable">Told in a sentence of each that could not be.</param>
    /// <exception cref="OptionException">The model has no such class or input size.</exception>
    /// <exception cref="UserException">Results cannot be written.</exception>
    public void Drive(IReadOnlyList<RunInput> inputs, Action<InputRun> ended, Action<string> unreadable, CancellationToken stop)
    {
        using var stream = engine.OpenStream(options.Stream.ToInference(engine) with { Lossless = true }, this);
        try
        {
            foreach (var (index, input) in inputs.Index())
            {
                if (stop.IsCancellationRequested || _fault is not null)
                    break;
                progress.Begin(inputs.Count > 1 ? $"{index + 1}/{inputs.Count} {input.Name}  " : "");
                var run = new InputRun(input, engine.Model);
                _open.Add(run);
                if (Guard(run, () => Feed(stream, run, RunNames.VideoOf(options, inputs, input), stop), unreadable) && run.IsPicture && _open.Count < MaxOpen)
                    continue;
                Finish(stream, ended, unreadable, stop);
            }
        }
        finally
        {
            // Lanes write into what is closed after this.
            Finish(stream, ended, unreadable, stop);
        }

        if (_fault is { } fault)
            ExceptionDispatchInfo.Throw(fault);
    }

    public void OnResult(InferenceResult result)
    {
        _submitted.TryDequeue(out var frame);
        frame.Input.Add(result, _time.GetElapsedTime(result.Frame.Times.Arrival));
        if (_fault is null)
            Write(frame.Input, frame.Index, result);
        progress.Report(frame.Input.Summary.Frames);
    }

    public void OnDropped(in Frame frame, long sequence, FrameOutcome reason)
    {
        // Only at an interrupt or a fault: nothing of a lossless stream is dropped before.
    }

    public void OnFault(Exception fault) => _fault = fault;

    public void Dispose() => _open.ForEach(run => run.Dispose());

    private void Feed(InferenceStream stream, InputRun run, string? video, CancellationToken stop)
    {
        run.Open(video, options.Every, stop);
        progress.Expect(Expected(run.Frames));
        for (var index = 0L; !stop.IsCancellationRequested && _fault is null && run.VideoFault is null && (options.Frames == 0 || index < options.Frames); index++)
        {
            if (!run.Frames.TryRead(out var frame))
                return;
            if (index % options.Every != 0)
            {
                frame.Release();
                continue;
            }

            _submitted.Enqueue((run, index));
            stream.Submit(frame, index);
        }
    }

    private long? Expected(OfflineInput input)
    {
        var all = options.Frames > 0 ? Math.Min(options.Frames, input.EstimatedFrames ?? long.MaxValue) : input.EstimatedFrames;
        return (all - 1) / options.Every + 1;
    }

    private void Finish(InferenceStream stream, Action<InputRun> ended, Action<string> unreadable, CancellationToken stop)
    {
        // After Ctrl-C only what already runs is waited for.
        if (stop.IsCancellationRequested)
            stream.Dispose();
        stream.Drain();
        foreach (var run in _open)
        {
            using (run)
            {
                if (!run.IsUnreadable && _fault is null && Guard(run, () => run.Complete(stop.IsCancellationRequested), unreadable))
                    ended(run);
            }
        }

        _open.Clear();
    }

    /// <summary>What is wrong with an input stops at that input.</summary>
    private static bool Guard(InputRun run, Action step, Action<string> unreadable)
    {
        try
        {
            step();
            return true;
        }
        catch (MediaException e)
        {
            unreadable(InputError.Describe(run.Word, e));
        }
        catch (UserException e)
        {
            unreadable(e.Message);
        }

        run.IsUnreadable = true;
        return false;
    }

    private void Write(InputRun input, long index, InferenceResult result)
    {
        try
        {
            outputs.Write(input, index, result);
        }
        catch (UserException e)
        {
            _fault = e;
        }
    }
}
