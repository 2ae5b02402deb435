using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;

namespace Inference.Model;

/// <summary>A loaded YOLOv8 model: its sessions on a device, and what its metadata says.</summary>
public sealed class YoloModel : IDisposable
{
    private readonly InferenceSession[] _sessions;

    private YoloModel(InferenceSession[] sessions, InferenceDevice device, ModelMetadata metadata) =>
        (_sessions, Device, Metadata) = (sessions, device, metadata);

    public ModelMetadata Metadata { get; }

    /// <summary>Where it runs; never <see cref="InferenceDevice.Auto"/>.</summary>
    public InferenceDevice Device { get; }

    /// <summary>Loads an ONNX file. Blocks for as long as ONNX Runtime optimises the graph.</summary>
    /// <exception cref="ModelLoadException">The file is missing, is not ONNX, or is not a model this engine can decode.</exception>
    public static YoloModel Load(string path, InferenceOptions options)
    {
        if (!File.Exists(path))
            throw new ModelLoadException(path, "no such file");

        var device = ExecutionProvider.Resolve(options.Device);
        try
        {
            return Load(path, device, options);
        }
        catch (ModelLoadException) when (options.Device == InferenceDevice.Auto && device != InferenceDevice.Cpu)
        {
            // Auto asked for what there is: a GPU provider without a usable GPU is no GPU.
            return Load(path, InferenceDevice.Cpu, options);
        }
    }

    /// <summary>Memory and bindings for one shape, warmed up by one run.</summary>
    /// <exception cref="ModelLoadException">The graph cannot be run at that shape, or gives other values than its metadata say.</exception>
    internal ModelBinding Bind(int lane, int batch, int height, int width)
    {
        try
        {
            return new(_sessions[lane % _sessions.Length], Metadata, batch, height, width);
        }
        catch (OnnxRuntimeException e)
        {
            throw new ModelLoadException(Metadata.Name, $"cannot be run with an input of [{batch}, 3, {height}, {width}]: {Reason(e)}", e);
        }
    }

    public void Dispose()
    {
        foreach (var session in _sessions)
            session.Dispose();
    }

    private static YoloModel Load(string path, InferenceDevice device, InferenceOptions options)
    {
        // Concurrent runs on one session share its threads, so lanes of several threads need sessions of their own.
        var shared = device != InferenceDevice.Cpu || options.ThreadsPerLane == 1;
        var sessions = new InferenceSession[shared ? 1 : options.ResolvedFor(device).Lanes];
        try
        {
            for (var i = 0; i < sessions.Length; i++)
                sessions[i] = Open(path, device, options);
            return new YoloModel(sessions, device, ReadMetadata(path, sessions[0]));
        }
        catch
        {
            foreach (var session in sessions)
                session?.Dispose();
            throw;
        }
    }

    private static InferenceSession Open(string path, InferenceDevice device, InferenceOptions options)
    {
        using var session = new SessionOptions
        {
            GraphOptimizationLevel = GraphOptimizationLevel.ORT_ENABLE_ALL,
            IntraOpNumThreads = options.ThreadsPerLane,
            InterOpNumThreads = 1,
            // What it logs as an error it throws as well.
            LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL,
        };

        // Idle lanes must leave the cores to decoders.
        session.AddSessionConfigEntry("session.intra_op.allow_spinning", "0");
        // Denormals slow a convolution many times over and mean nothing in a score.
        session.AddSessionConfigEntry("session.set_denormal_as_zero", "1");
        ExecutionProvider.Append(session, device, options);
        try
        {
            return new InferenceSession(path, session);
        }
        catch (OnnxRuntimeException e)
        {
            throw new ModelLoadException(path, $"not an ONNX model that ONNX Runtime can load: {Reason(e)}", e);
        }
    }

    private static ModelMetadata ReadMetadata(string path, InferenceSession session)
    {
        var (inputName, input) = session.InputMetadata.First();
        long[][] outputs = [.. session.OutputNames.Select(name => session.OutputMetadata[name].Dimensions.Select(size => (long)size).ToArray())];
        var read = ModelMetadataReader.Read(
            ModelName.Of(path),
            session.ModelMetadata.CustomMetadataMap,
            inputName,
            input.ElementDataType == TensorElementType.Float ? "float32" : input.ElementDataType.ToString(),
            [.. input.Dimensions.Select(size => (long)size)],
            outputs);
        return read with { InputName = inputName, OutputName = session.OutputNames[0], OutputShape = outputs[0] };
    }

    // "[ErrorCode:Fail] what went wrong", and sometimes a stack below.
    private static string Reason(OnnxRuntimeException fault)
    {
        var line = fault.Message.Split('\n', 2)[0];
        return line[(line.IndexOf(']', StringComparison.Ordinal) + 1)..].Trim();
    }
}
