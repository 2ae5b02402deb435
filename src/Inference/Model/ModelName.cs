namespace Inference.Model;

/// <summary>What a model file is called.</summary>
public static class ModelName
{
    /// <summary>&lt;name&gt;/&lt;version&gt;/model.onnx is called by its folder, any other file by its own name without ending.</summary>
    public static string Of(string path)
    {
        var file = Path.GetFileNameWithoutExtension(path);
        var version = Path.GetDirectoryName(Path.GetFullPath(path));
        return file == "model" && int.TryParse(Path.GetFileName(version), out _) && Path.GetFileName(Path.GetDirectoryName(version)) is { Length: > 0 } name
            ? name
            : file;
    }
}
