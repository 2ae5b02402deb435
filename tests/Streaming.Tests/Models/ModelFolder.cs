using Inference;
using Microsoft.Extensions.Logging.Abstractions;
using Streaming.Models;

namespace Streaming.Tests.Models;

/// <summary>A folder of models of a few kilobytes.</summary>
internal sealed class ModelFolder : IDisposable
{
    private readonly string _root = Directory.CreateTempSubdirectory("stream-models-").FullName;

    public ModelFolder() => Directory.CreateDirectory(Models);

    public string Models => Path.Combine(_root, "models");

    public ModelRegistry Registry(string? defaultModel = null, TimeProvider? time = null) =>
        new(new ModelOptions { ModelsDirectory = Models, DefaultModel = defaultModel }, new InferenceOptions { Device = InferenceDevice.Cpu, Lanes = 1 }, time ?? TimeProvider.System, NullLogger<ModelRegistry>.Instance);

    /// <summary>Writes a model as name.onnx or name/version/model.onnx, later than whatever lay there.</summary>
    public string Put(string path, TinyOnnx model) => Put(path, model.Build());

    /// <inheritdoc cref="Put(string, TinyOnnx)"/>
    public string Put(string path, byte[] file)
    {
        var whole = Path.Combine(Models, path);
        Directory.CreateDirectory(Path.GetDirectoryName(whole)!);
        var former = File.Exists(whole) ? File.GetLastWriteTimeUtc(whole) : DateTime.MinValue;
        File.WriteAllBytes(whole, file);
        if (File.GetLastWriteTimeUtc(whole) <= former)
            File.SetLastWriteTimeUtc(whole, former.AddMilliseconds(1));
        return whole;
    }

    /// <summary>A detector whose classes 0, 1 and 2 are a picture's red, green and blue, and are called so.</summary>
    public static TinyOnnx Named(params string[] names) => TinyOnnx.Detect(names.Length) with
    {
        Metadata = new Dictionary<string, string?> { ["names"] = $"[{string.Join(", ", names.Select(name => $"'{name}'"))}]" },
    };

    public void Dispose() => Directory.Delete(_root, recursive: true);
}
