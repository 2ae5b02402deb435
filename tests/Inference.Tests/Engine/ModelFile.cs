namespace Inference.Tests.Engine;

/// <summary>Bytes as a file named tiny.onnx, for as long as a test needs it.</summary>
internal sealed class ModelFile : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("stream-model-");

    public ModelFile(byte[] bytes) => File.WriteAllBytes(Path, bytes);

    public string Path => System.IO.Path.Combine(_folder.FullName, "tiny.onnx");

    public void Dispose() => _folder.Delete(recursive: true);
}
