using Inference;
using Inference.Model;
using Streaming;

namespace Cli.Run;

/// <summary>Somewhere that results of a run go to. Called on lanes' threads, one at a time, in the order of inputs and frames.</summary>
internal interface IRunOutput : IDisposable
{
    /// <summary>Before the first result.</summary>
    void Begin(ModelMetadata model);

    /// <param name="index">Of the frame in its input.</param>
    /// <exception cref="UserException">It cannot be written.</exception>
    void Write(InputRun input, long index, InferenceResult result);

    /// <summary>After the last.</summary>
    /// <exception cref="UserException">It cannot be written.</exception>
    void Commit();
}

/// <summary>All that a run was asked to write, each as a whole or not at all.</summary>
internal sealed class RunOutputs : IDisposable
{
    private readonly List<IRunOutput> _outputs = [];

    /// <exception cref="UserException">One of the files cannot be written.</exception>
    public static RunOutputs Create(RunOptions options, IReadOnlyList<RunInput> inputs)
    {
        var outputs = new RunOutputs();
        try
        {
            if (options.Json is { } json)
                outputs._outputs.Add(new JsonLinesOutput(OutputFile.Create(json)));
            if (options.Csv is { } csv)
                outputs._outputs.Add(new CsvOutput(OutputFile.Create(csv)));
            if (options.Coco is { } coco)
                outputs._outputs.Add(new CocoOutput(OutputFile.Create(coco), inputs));
            if (options.Image is { } folder)
                outputs._outputs.Add(PictureOutput.Create(folder));
            return outputs;
        }
        catch
        {
            outputs.Dispose();
            throw;
        }
    }

    public void Begin(ModelMetadata model) => _outputs.ForEach(output => output.Begin(model));

    public void Write(InputRun input, long index, InferenceResult result)
    {
        foreach (var output in _outputs)
            output.Write(input, index, result);
    }

    public void Commit() => _outputs.ForEach(output => output.Commit());

    public void Dispose() => _outputs.ForEach(output => output.Dispose());
}
