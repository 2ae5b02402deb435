using FFmpeg;
using Inference;
using Inference.Model;
using Inference.Preprocess;

namespace Functional.Tests;

/// <summary>A real model run on pictures by the engine's own parts, to the output before any decoding.</summary>
internal sealed class RawTensorModel(string name) : IDisposable
{
    public const int Side = 640;

    private readonly YoloModel _model = YoloModel.Load(SharedData.Path("models", name + ".onnx"), new() { Device = InferenceDevice.Cpu, ThreadsPerLane = 2, Lanes = 1 });
    private readonly Letterbox _letterbox = new();

    /// <summary>[channels, anchors] of each picture, all run in one batch.</summary>
    public float[][] Run(params string[] pictures)
    {
        using var binding = _model.Bind(0, pictures.Length, Side, Side);
        foreach (var (place, picture) in pictures.Index())
            Fill(binding.Input(place), picture);
        binding.Run();
        return [.. pictures.Select((_, place) => binding.Output(place).ToArray())];
    }

    public void Dispose() => _model.Dispose();

    private void Fill(Span<float> tensor, string picture)
    {
        var frame = PictureDecoder.Decode(File.ReadAllBytes(picture)).ToFrame(default);
        _letterbox.Convert(frame, tensor, Side, Side);
        frame.Release();
    }
}
