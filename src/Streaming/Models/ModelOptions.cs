using System.ComponentModel.DataAnnotations;

namespace Streaming.Models;

/// <summary>Which models there are, in section Server.</summary>
public sealed record ModelOptions
{
    /// <summary>Folder of the models that clients may name, in place of the installed ones: &lt;name&gt;.onnx or &lt;name&gt;/&lt;version&gt;/model.onnx.</summary>
    /// <value>empty: the installed models</value>
    public string? ModelsDirectory { get; init; }

    /// <summary>Name of the model that is used where none is asked for; the first installed where absent.</summary>
    /// <value>empty: the first of them</value>
    public string? DefaultModel { get; init; }

    /// <summary>How long a model that nobody uses stays loaded, in seconds. The default model stays for good.</summary>
    /// <value>300</value>
    [Range(1, 31_536_000)]
    public int ModelIdleSeconds { get; init; } = 300;

    public IEnumerable<(string Key, string? Value, string Problem)> Faults()
    {
        if (ModelsDirectory is { } models && !Directory.Exists(models))
            yield return (nameof(ModelsDirectory), models, "no such folder");
    }
}
