using System.Security.Cryptography;
using Microsoft.ML.OnnxRuntime.Tensors;
using Microsoft.ML.OnnxRuntime;

namespace Inference.Model;

/// <summary>A loaded YOLOv8 model: its sessions on a device, and what its metadata says.</summary>
public sealed class YoloModel : IDisposable
{
    private const string Float32 = "float32", Float16 = "float16";

    private readonly InferenceSession[] _sessions;

    private YoloModel(InferenceSession[] sessions, InferenceDevice device, ModelMetadata metadata) =>
        (_sessions, Device, Metadata) = (sessions, device, metadata);

    public ModelMetadata Metadata { get; private set; }

    /// <summary>Where it runs; never <see cref="InferenceDevice.Auto"/>.</summary>
    public InferenceDevice Device { get; }

    /// <summary>Loads an ONNX file and runs it on trial. Blocks for as long as ONNX Runtime optimises the graph.</summary>
    /// <exception cref="ModelLoadException">The file is missing, is not ONNX, cannot be run, or is not a model this engine can decode.</exception>
    public static YoloModel Load(string path, InferenceOptions options)
    {
        if (!File.Exists(path))
            throw new ModelLoadException(path, "no such file");

        try
        {
            // Read once: what is loaded and what is hashed are the same bytes, whatever happens to the file meanwhile.
            var file = new ModelBytes(path, File.ReadAllBytes(path));
            var device = ExecutionProvider.Resolve(options.Device);
            try
            {
                return Load(file, device, options);
            }
            catch (ModelLoadException) when (options.Device == InferenceDevice.Auto && device != InferenceDevice.Cpu)
            {
                // Auto asked for what there is: a GPU provider without a usable GPU is no GPU.
                return Load(file, InferenceDevice.Cpu, options);
            }
        }
        catch (Exception e)
        {
            throw ModelLoadException.Of(path, e);
        }
    }

    /// <summary>Memory and bindings for one shape, warmed up by one run.</summary>
    /// <exception cref="ModelLoadException">The graph cannot be run at that shape, or gives other values than its metadata say.</exception>
    internal ModelBinding Bind(int lane, int batch, int height, int width, bool trial = false)
    {
        var session = _sessions[lane % _sessions.Length];
        try
        {
            return new(session, Metadata, batch, height, width, trial);
        }
        catch (Exception e) when (e is not ModelLoadException)
        {
            // An input that nothing in the graph reads need not be there, so only a run tells.
            throw new ModelLoadException(Metadata.Name, session.InputNames.Count > 1
                ? $"needs the inputs {string.Join(", ", session.InputNames)}; expected one, the picture{AdviceOnInputs(session.InputNames)}"
                : $"cannot be run with an input of [{batch}, 3, {height}, {width}]: {Reason(e)}", e);
        }
    }

    public void Dispose()
    {
        foreach (var session in _sessions)
            session.Dispose();
    }

    private static YoloModel Load(ModelBytes file, InferenceDevice device, InferenceOptions options)
    {
        // Concurrent runs on one session share its threads, so lanes of several threads need sessions of their own.
        var shared = device != InferenceDevice.Cpu || options.ThreadsPerLane == 1;
        var sessions = new InferenceSession[shared ? 1 : options.ResolvedFor(device).Lanes];
        try
        {
            for (var i = 0; i < sessions.Length; i++)
                sessions[i] = Open(file, device, options);
            var model = new YoloModel(sessions, device, ReadMetadata(file, sessions[0]));
            // Sizes that are not run are not tried on a GPU, which would prepare for each.
            var onCpu = device == InferenceDevice.Cpu;
            model.Metadata = ModelTrial.Run(model, otherBatches: onCpu || options.MaxBatchSize != 1, otherSizes: onCpu || options.Letterbox == LetterboxShape.Rect);
            return model;
        }
        catch
        {
            foreach (var session in sessions)
                session?.Dispose();
            throw;
        }
    }

    private static InferenceSession Open(ModelBytes file, InferenceDevice device, InferenceOptions options)
    {
        RuntimeTelemetry.TurnOff();
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
        // Of weights that lie beside a file of more than 2 GB.
        session.AddSessionConfigEntry("session.model_external_initializers_file_folder_path", Path.GetDirectoryName(Path.GetFullPath(file.Path))!);
        ExecutionProvider.Append(session, device, options);
        try
        {
            return new InferenceSession(file.Bytes, session);
        }
        catch (OnnxRuntimeException e)
        {
            throw new ModelLoadException(file.Path, $"not an ONNX model that ONNX Runtime can load: {Reason(e)}{AdviceOnLoad(e.Message)}", e);
        }
    }

    private static ModelMetadata ReadMetadata(ModelBytes file, InferenceSession session)
    {
        var name = ModelName.Of(file.Path);
        if (session.InputNames is not [var first, ..])
            throw new ModelLoadException(name, "has no input; expected one, the picture");
        // Whatever else it takes, which a trial tells, pictures have four dimensions.
        var inputName = session.InputNames.FirstOrDefault(input => session.InputMetadata[input] is { IsTensor: true, Dimensions.Length: 4 }, first);
        var input = Tensor(name, $"input '{inputName}'", session.InputMetadata[inputName]);
        long[][] outputs = [.. session.OutputNames.Select(output => Shape(Tensor(name, $"output '{output}'", session.OutputMetadata[output])))];
        var read = ModelMetadataReader.Read(name, session.ModelMetadata.CustomMetadataMap, inputName, TypeOf(input), Shape(input), outputs);
        var outputName = session.OutputNames[0];
        var outputType = TypeOf(session.OutputMetadata[outputName]);
        if (outputType is not (Float32 or Float16))
            throw new ModelLoadException(name, $"output '{outputName}' is {outputType}; expected {Float32} or {Float16}");
        return read with
        {
            InputName = inputName, OutputName = outputName, OutputShape = outputs[0], HalfInput = TypeOf(input) == Float16, HalfOutput = outputType == Float16,
            Version = ModelName.VersionOf(file.Path), Sha256 = Convert.ToHexStringLower(SHA256.HashData(file.Bytes)),
        };
    }

    private static NodeMetadata Tensor(string model, string node, NodeMetadata said) => said.IsTensor
        ? said
        : throw new ModelLoadException(model, $"{node} is a {said.OnnxValueType.ToString()["ONNX_TYPE_".Length..].ToLowerInvariant()}; expected a tensor");

    private static string TypeOf(NodeMetadata tensor) => tensor.ElementDataType switch
    {
        TensorElementType.Float => Float32,
        TensorElementType.Float16 => Float16,
        var other => other.ToString(),
    };

    private static string AdviceOnInputs(IEnumerable<string> names) => names.Contains("orig_target_sizes")
        ? "; RT-DETR and D-FINE exports with their postprocessing inside have these: export without it, or a YOLO model"
        : "; export the detector alone";

    // The sentences are ONNX Runtime's; whoever meets another still has that.
    private static string AdviceOnLoad(string fault)
    {
        (string Says, string Next)[] known =
        [
            ("opset", "export it with a lower one: opset=17"),
            ("IR version", "export it with an older onnx package, or a lower opset: opset=17"),
            ("No Op registered for", "it has operations of its own, such as a TensorRT plugin's: export without those"),
            ("is not a registered function/op", "it has operations of its own, such as a TensorRT plugin's: export without those"),
            ("xternal data", "put the file of its weights, often NAME.onnx.data, beside it"),
            ("GetFileLength", "put the file of its weights, often NAME.onnx.data, beside it"),
            ("rotobuf parsing failed", "it is another kind of file, or cut off: compare its size and hash with where it came from"),
        ];
        return known.FirstOrDefault(one => fault.Contains(one.Says, StringComparison.Ordinal)).Next is { } next ? $"; {next}" : "";
    }

    private static long[] Shape(NodeMetadata tensor) => [.. tensor.Dimensions.Select(size => (long)size)];

    // "[ErrorCode:Fail] what went wrong", and sometimes a stack below.
    internal static string Reason(Exception fault)
    {
        var line = fault.Message.Split('\n', 2)[0];
        return line[(line.IndexOf(']', StringComparison.Ordinal) + 1)..].Trim();
    }

    private readonly record struct ModelBytes(string Path, byte[] Bytes);
}

/// <summary>A model that cannot be used. The message names the model, what is wrong and what is expected; no other model is touched.</summary>
public sealed class ModelLoadException : Exception
{
    public ModelLoadException(string model, string fault, Exception? inner = null)
        : this($"{model}: {fault}", inner) => Fault = fault;

    private ModelLoadException(string message, Exception? inner)
        : base(message, inner) => Fault = message;

    /// <summary>What is wrong, without the model's name before it.</summary>
    public string Fault { get; }

    /// <summary>The same told in other words.</summary>
    public ModelLoadException With(string message) => new(message, this);

    /// <summary>Whatever else a file brings about while it is loaded: it is that model's fault, and touches no other.</summary>
    internal static ModelLoadException Of(string model, Exception fault) =>
        fault as ModelLoadException ?? new ModelLoadException(model, $"cannot be loaded: {fault.GetBaseException().Message}", fault);
}
