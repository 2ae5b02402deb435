namespace Server.Models;

/// <summary>A model file where the catalogue found it.</summary>
/// <param name="Version">From 1; null for a file &lt;name&gt;.onnx that lies loose.</param>
internal sealed record InstalledModel(string Name, int? Version, string Path)
{
    public override string ToString() => Version is null ? Name : $"{Name} {Version}";
}
