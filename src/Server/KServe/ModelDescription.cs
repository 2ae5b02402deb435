using Inference;
using Inference.Model;
using Streaming.Models;
using Wire.KServe;

namespace Server.KServe;

/// <summary>What a client can know of a model before it asks it anything.</summary>
internal static class ModelDescription
{
    public const string Fp32 = "FP32";

    public static ModelMetadataResponse Metadata(ModelLease model, IEnumerable<string> versions) => new()
    {
        Name = model.Installed.Name,
        Versions = { versions },
        // A name from the protocol's list of platforms.
        Platform = "onnx_onnxv1",
        Inputs = { Tensor(model.Engine.Model.InputName, [-1, .. InputDims(model.Engine)]) },
        Outputs = { Tensor(model.Engine.Model.OutputName, [-1, .. OutputDims(model.Engine)]) },
    };

    public static ModelConfig Config(ModelLease model, int maxBatch)
    {
        var engine = model.Engine;
        return new()
        {
            Name = model.Installed.Name,
            Platform = "onnxruntime_onnx",
            Backend = "onnxruntime",
            MaxBatchSize = maxBatch,
            DefaultModelFilename = Path.GetFileName(model.Installed.Path),
            Input = { new ModelInput { Name = engine.Model.InputName, DataType = DataType.TypeFp32, Format = ModelInput.Types.Format.Nchw, Dims = { InputDims(engine) } } },
            Output = { new ModelOutput { Name = engine.Model.OutputName, DataType = DataType.TypeFp32, Dims = { OutputDims(engine) } } },
            InstanceGroup = { new ModelInstanceGroup { Name = model.Installed.Name, Count = engine.Options.Lanes, Kind = KindOf(engine.Device) } },
            DynamicBatching = new()
            {
                PreferredBatchSize = { engine.Options.MaxBatchSize },
                MaxQueueDelayMicroseconds = (ulong)engine.Options.MaxQueueDelayMicroseconds,
            },
        };
    }

    private static ModelMetadataResponse.Types.TensorMetadata Tensor(string name, long[] shape) => new() { Name = name, Datatype = Fp32, Shape = { shape } };

    private static long[] InputDims(InferenceEngine engine) => engine.Input.Varies ? [3, -1, -1] : [3, engine.Input.Height, engine.Input.Width];

    private static IEnumerable<long> OutputDims(InferenceEngine engine) => engine.Model.OutputShape.Skip(1);

    private static ModelInstanceGroup.Types.Kind KindOf(InferenceDevice device) =>
        device == InferenceDevice.Cpu ? ModelInstanceGroup.Types.Kind.Cpu : ModelInstanceGroup.Types.Kind.Gpu;
}
