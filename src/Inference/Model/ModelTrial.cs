namespace Inference.Model;

/// <summary>Runs a model before anybody depends on it: what it declares counts where a run bears it out.</summary>
internal static class ModelTrial
{
    /// <param name="model">As its file describes itself.</param>
    /// <param name="otherBatches">Whether runs of several pictures are to be expected.</param>
    /// <param name="otherSizes">Whether runs of other sizes than its own are.</param>
    /// <returns>As it can be run: a batch or a size that is dynamic in name alone is fixed, and <see cref="ModelMetadata.Limits"/> say so.</returns>
    /// <exception cref="ModelLoadException">It cannot be run at all, or gives nothing that could be read.</exception>
    public static ModelMetadata Run(YoloModel model, bool otherBatches, bool otherSizes)
    {
        var said = model.Metadata;
        Try(model, said.FixedBatch, said.InputHeight);
        if (said.DynamicBatch && otherBatches && FaultOf(model, 2, said.InputHeight) is { } ofBatch)
            said = said with { DynamicBatch = false, FixedBatch = 1, Limits = [$"its batch is declared dynamic, and two pictures cannot be run ({ofBatch}): it runs one at a time"] };
        // The next smaller, as the least padding of a wide picture makes it.
        var smaller = (said.InputHeight / 2 + said.Stride - 1) / said.Stride * said.Stride;
        if (said.DynamicSize && otherSizes && smaller < said.InputHeight && FaultOf(model, said.FixedBatch, smaller) is { } ofSize)
            said = said with { DynamicSize = false, Limits = [.. said.Limits, $"its size is declared dynamic, and {said.InputWidth}x{smaller} cannot be run ({ofSize}): it runs at {said.InputWidth}x{said.InputHeight}"] };
        return said;
    }

    private static string? FaultOf(YoloModel model, int batch, int height)
    {
        try
        {
            Try(model, batch, height);
            return null;
        }
        catch (ModelLoadException e)
        {
            return e.Fault;
        }
    }

    private static void Try(YoloModel model, int batch, int height)
    {
        using var binding = model.Bind(lane: 0, batch, height, model.Metadata.InputWidth, trial: true);
        try
        {
            // Another picture than the first: objects that are as many as there are to be found would be another output.
            new Random(1).NextBytes(System.Runtime.InteropServices.MemoryMarshal.AsBytes(binding.Input(0)));
            foreach (ref var value in binding.Input(0))
                value = (BitConverter.SingleToUInt32Bits(value) & 0xFF) / 255f;
            binding.Run();
        }
        catch (Exception e) when (e is not ModelLoadException)
        {
            throw new ModelLoadException(model.Metadata.Name, $"gave one output for one picture and cannot for another: {YoloModel.Reason(e)}; "
                + "an output of as many rows as there are objects cannot be read: export with a fixed number (max_det), or without NMS", e);
        }

        CheckNumbers(model.Metadata, binding.Output(0));
    }

    /// <summary>Single values that are no numbers are passed over when they come; a model all of whose anchors have one finds nothing, ever.</summary>
    private static void CheckNumbers(ModelMetadata model, ReadOnlySpan<float> output)
    {
        var (values, rows) = (model.OutputValues, output.Length / model.OutputValues);
        var (rowStep, valueStep) = model.Layout == OutputLayout.Anchors ? (1, rows) : (values, 1);
        for (var row = 0; row < rows; row++)
        {
            var value = 0;
            while (value < values && float.IsFinite(output[row * rowStep + value * valueStep]))
                value++;
            if (value == values)
                return;
        }

        throw new ModelLoadException(model.Name, $"gives NaN or infinity in each of its {rows} rows; "
            + (model.HalfInput || model.HalfOutput ? "half precision overflowed: export with half=False" : "its weights are damaged, or its training diverged: export from an earlier checkpoint"));
    }
}
