namespace Streaming.Models;

/// <summary>A model file where the catalogue found it.</summary>
/// <param name="Version">From 1; null for a file &lt;name&gt;.onnx that lies loose.</param>
public sealed record InstalledModel(string Name, int? Version, string Path)
{
    /// <summary>As clients name it: a file that lies loose is its model's only version.</summary>
    public string VersionName => $"{Version ?? 1}";

    public override string ToString() => Version is null ? Name : $"{Name} {Version}";
}
