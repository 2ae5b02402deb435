namespace Streaming.StreamFiles;

/// <summary>Streams that the operator writes down, in section Streams.</summary>
public sealed record StreamFileOptions
{
    /// <summary>File of streams, YAML or JSON. They are started with the server and follow the file when it is changed; those that clients make stay beside them.</summary>
    /// <value>none</value>
    public string? File { get; init; }

    public IEnumerable<(string Key, string? Value, string Problem)> Faults()
    {
        if (File is { } path && !System.IO.File.Exists(path))
            yield return (nameof(File), path, Directory.Exists(path) ? "is a folder; name a file" : "no such file");
    }
}
