using Microsoft.ML.OnnxRuntime;

namespace Inference.Model;

/// <summary>Which of ONNX Runtime's execution providers runs a model, and whether it is there at all.</summary>
internal static class ExecutionProvider
{
    private const string CudaLibrary = "libonnxruntime_providers_cuda.so";
    private const string TensorRtLibrary = "libonnxruntime_providers_tensorrt.so";

    /// <summary>Resolves <see cref="InferenceDevice.Auto"/>: CUDA where its provider is shipped beside the program, else CPU.</summary>
    public static InferenceDevice Resolve(InferenceDevice requested) => requested switch
    {
        InferenceDevice.Auto => IsShipped(CudaLibrary) ? InferenceDevice.Cuda : InferenceDevice.Cpu,
        _ => requested,
    };

    /// <exception cref="ModelLoadException">The provider's library, or one that it needs, is missing.</exception>
    public static void Append(SessionOptions session, InferenceDevice device, InferenceOptions options)
    {
        if (device == InferenceDevice.Cpu)
            return;

        Require(device, device == InferenceDevice.TensorRt ? TensorRtLibrary : CudaLibrary);
        try
        {
            if (device == InferenceDevice.TensorRt)
                session.AppendExecutionProvider_Tensorrt(options.DeviceId);
            session.AppendExecutionProvider_CUDA(options.DeviceId);
        }
        catch (OnnxRuntimeException e)
        {
            // The loader's own sentence names the library that is missing (libcudart.so.13, libcudnn.so.9, libnvinfer.so.10).
            throw Unavailable(device, e.Message, e);
        }
    }

    private static void Require(InferenceDevice device, string library)
    {
        if (!IsShipped(library))
            throw Unavailable(device, $"{library} is not beside the program; install the GPU package of ONNX Runtime");
    }

    private static bool IsShipped(string library) => File.Exists(Path.Combine(AppContext.BaseDirectory, library));

    private static ModelLoadException Unavailable(InferenceDevice device, string fault, Exception? inner = null) =>
        new($"Inference:Device={device.ToString().ToLowerInvariant()}", $"{fault}. Inference:Device=cpu works everywhere.", inner);
}
