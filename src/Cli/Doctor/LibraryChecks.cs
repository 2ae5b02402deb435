using System.Runtime.InteropServices;
using FFmpeg;
using Inference.Model;
using Media;
using Microsoft.ML.OnnxRuntime;

namespace Cli.Doctor;

/// <summary>What the program is made of, and what the system must have for it.</summary>
internal static class LibraryChecks
{
    private const string CudaProvider = "libonnxruntime_providers_cuda.so";

    // What CUDA's provider of ONNX Runtime loads.
    private static readonly string[][] CudaLibraries = [["libcudart.so.13", "libcudart.so.12"], ["libcublas.so.13", "libcublas.so.12"], ["libcudnn.so.9"]];

    public static IEnumerable<Finding> All() => [System(), Ffmpeg(), FfmpegTool(), WebRtcLibraries(), OnnxRuntime(), Gpu()];

    private static Finding System() => Finding.Ok("system", $"{RuntimeInformation.OSDescription}, {RuntimeInformation.ProcessArchitecture.ToString().ToLowerInvariant()}, .NET {Environment.Version}");

    private static Finding Ffmpeg()
    {
        try
        {
            return Finding.Ok("FFmpeg libraries", MediaLibrary.Version);
        }
        catch (MediaException e)
        {
            return Finding.Missing("FFmpeg libraries", e.Message, "sudo apt-get install ffmpeg");
        }
    }

    private static Finding FfmpegTool() => OnPath("ffmpeg") is { } path
        ? Finding.Ok("ffmpeg tool", path)
        : Finding.Warning("ffmpeg tool", "not found", "the server does not need it; tests and examples do: sudo apt-get install ffmpeg");

    private static Finding WebRtcLibraries() => WebRtc.NativeLibraries.Missing is { } missing
        ? Finding.Warning("WebRTC libraries", missing, "WHIP is refused without; everything else works")
        : Finding.Ok("WebRTC libraries", "libssl 3, libsrtp2");

    private static Finding OnnxRuntime()
    {
        try
        {
            RuntimeTelemetry.TurnOff();
            var environment = OrtEnv.Instance();
            return Finding.Ok("ONNX Runtime", $"{environment.GetVersionString()} ({string.Join(", ", environment.GetAvailableProviders().Select(provider => provider.Replace("ExecutionProvider", "", StringComparison.Ordinal)))})");
        }
        catch (Exception e) when (e is DllNotFoundException or TypeInitializationException or EntryPointNotFoundException)
        {
            return Finding.Missing("ONNX Runtime", e.GetBaseException().Message, "libonnxruntime.so belongs beside the program, and libstdc++6 into the system: sudo apt-get install libstdc++6");
        }
    }

    private static Finding Gpu()
    {
        if (!File.Exists("/proc/driver/nvidia/version") && !File.Exists("/dev/nvidiactl"))
            return Finding.Ok("GPU", "none of NVIDIA; models run on the CPU");
        if (!File.Exists(Path.Combine(AppContext.BaseDirectory, CudaProvider)))
            return Finding.Warning("GPU", "NVIDIA's driver is there, and this build of ONNX Runtime has no CUDA", "models run on the CPU; build with the package Microsoft.ML.OnnxRuntime.Gpu for the GPU");
        var absent = CudaLibraries.Where(versions => !versions.Any(library => NativeLibrary.TryLoad(library, out _))).Select(versions => versions[0]).ToList();
        return absent.Count == 0
            ? Finding.Ok("GPU", "NVIDIA's, with CUDA and cuDNN")
            : Finding.Warning("GPU", $"{string.Join(", ", absent)} cannot be loaded", "models run on the CPU; install CUDA 12 or 13 and cuDNN 9, or start in NVIDIA's container");
    }

    private static string? OnPath(string tool) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':').Select(folder => Path.Combine(folder, tool)).FirstOrDefault(File.Exists);
}
