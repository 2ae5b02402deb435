using System.Diagnostics;
using System.Text.Json;
using Inference;
using Inference.Model;
using Media;
using Streaming;
using Streaming.Models;
using Streaming.Streams;

namespace Cli.Run;

/// <summary>`./stream run` from its words to its exit code: every input one after another, an unreadable one in the way of no other.</summary>
internal sealed class RunSession
{
    private readonly RunOptions _options;
    private readonly IReadOnlyList<RunInput> _inputs;
    private readonly long _started = Stopwatch.GetTimestamp();
    private readonly RunSummary _total = new();
    private RunSummary? _only;
    private int _unreadable;

    private RunSession(RunOptions options, IReadOnlyList<RunInput> inputs) => (_options, _inputs) = (options, inputs);

    // Where results have standard output, the summary is for whoever looks.
    private TextWriter SummaryOut => _options.TakesStandardOutput ? Console.Error : Console.Out;

    /// <returns>0, 1 where anything could not be run to its end, 130 after Ctrl-C.</returns>
    public static int Execute(RunOptions options, CancellationToken stop)
    {
        try
        {
            if (StreamOption.FaultsOf(options.Stream, OptionScope.Picture).FirstOrDefault() is (Option: { } option, var problem))
                throw new OptionException(option.Name, $"is '{option.Get(options.Stream)}'; it {problem}");
            var inputs = InputList.Of(options.Inputs);
            RunNames.Check(options, inputs);
            return new RunSession(options, inputs).Run(stop);
        }
        catch (OptionException e)
        {
            Console.Error.WriteLine($"stream: --{e.Option}: {e.Problem}");
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

    private int Run(CancellationToken stop)
    {
        if (_inputs is [{ Fault: { } fault, Word: var word }])
            throw new UserException($"{InputError.Shown(word)}: {fault}");
        using var outputs = RunOutputs.Create(_options, _inputs);
        using var engine = InferenceEngine.Start(ModelCatalogue.Find(_options.Model), _options.Inference);
        foreach (var limit in engine.Model.Limits)
            Console.Error.WriteLine($"stream: model {engine.Model.Name}: {limit}");
        outputs.Begin(engine.Model);
        using var progress = new ProgressLine(Console.Error, !Console.IsErrorRedirected, null, TimeProvider.System);
        using (var run = new OfflineRun(_options, engine, outputs, progress))
            run.Drive(_inputs, Ended, Unreadable, stop);
        if (_total.Frames > 0 || stop.IsCancellationRequested)
            outputs.Commit();
        // Of one input it stands for the results being there.
        if (_only is not null)
            SummaryOut.WriteLine(_only.ToJson());
        // Pictures overlap, so that their times add up to more.
        _total.Elapsed = Stopwatch.GetElapsedTime(_started);
        if (_inputs.Count > 1)
            SummaryOut.WriteLine(_total.ToJson(WriteCounts));
        return stop.IsCancellationRequested ? 130 : _unreadable > 0 || _total.IsIncomplete ? 1 : 0;
    }

    private void Ended(InputRun run)
    {
        if (run.Summary.Damage is { } damage)
            Console.Error.WriteLine($"stream: {run.Shown}: damaged: {damage}");
        if (run.Summary.Failed > 0)
            Console.Error.WriteLine($"stream: {run.Shown}: {run.Summary.Failed} of {run.Summary.Frames} frames failed, the first because: {run.Summary.Failure?.Message}");
        _total.Add(run.Summary);
        if (_inputs.Count == 1)
            _only = run.Summary;
        else
            SummaryOut.WriteLine(run.Summary.ToJson(json => json.WriteString("input", run.Shown)));
    }

    private void Unreadable(string told)
    {
        _unreadable++;
        Console.Error.WriteLine($"stream: {told}");
    }

    private void WriteCounts(Utf8JsonWriter json)
    {
        json.WriteNumber("inputs", _inputs.Count);
        json.WriteNumber("unreadable", _unreadable);
    }
}
