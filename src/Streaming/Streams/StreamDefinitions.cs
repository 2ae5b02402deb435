using ResultLog.Recovery;

namespace Streaming.Streams;

/// <summary>The file that streams outlive the server in: a line for each, in the order they were made.</summary>
/// <remarks>
/// A line that makes no sense costs no other stream, and stays for whoever can mend it. URLs hold credentials: only the server's user may read the file.
/// </remarks>
public sealed class StreamDefinitions(string path)
{
    public const string FileName = "streams.jsonl";

    private readonly List<string> _foreign = [];

    private static FileStreamOptions Private
    {
        get
        {
            var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
            if (!OperatingSystem.IsWindows())
                options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
            return options;
        }
    }

    public string Path => path;

    /// <exception cref="UserException">The file is there and cannot be read.</exception>
    public IEnumerable<StreamDefinition> Read()
    {
        try
        {
            return File.Exists(path) ? [.. File.ReadAllLines(path).Where(line => line.Length > 0).Select(StreamDefinition.Parse)] : [];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new UserException($"the streams in {path} cannot be read: {FolderFault.Explain(path, e)}; Ingest:KeepStreams=false starts without them", e);
        }
    }

    /// <summary>Leaves a definition in the file although there is no stream of it.</summary>
    public void AddForeign(StreamDefinition definition) => _foreign.Add(definition.Text);

    /// <summary>Replaces the file as a whole: after whatever crash, the old or the new one is there.</summary>
    /// <exception cref="IOException">The disk fails; the file is as it was.</exception>
    /// <exception cref="UnauthorizedAccessException">The folder may not be written.</exception>
    public void Write(IEnumerable<StreamOptions> streams)
    {
        string[] lines = [.. streams.Select(options => StreamDefinition.Of(options).Text), .. _foreign];
        if (lines.Length == 0 && !File.Exists(path))
            return;
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(path)!);
        var draft = path + ".new";
        File.Delete(draft);
        using (var file = new FileStream(draft, Private))
        {
            using var text = new StreamWriter(file, leaveOpen: true);
            foreach (var line in lines)
                text.WriteLine(line);
            text.Flush();
            file.Flush(flushToDisk: true);
        }

        File.Move(draft, path, overwrite: true);
    }
}
