namespace Server.Cli;

/// <summary>A file that appears under its name only when it is whole: written beside it and moved there, or removed without a trace.</summary>
internal sealed class OutputFile : IDisposable
{
    private readonly string? _partial;
    private readonly string _path;

    private OutputFile(string path, string? partial, System.IO.Stream stream) => (_path, _partial, Stream) = (path, partial, stream);

    public System.IO.Stream Stream { get; }

    /// <param name="path">A file, a device or pipe (written in place), or "-" for standard output.</param>
    /// <exception cref="UserException">It cannot be written.</exception>
    public static OutputFile Create(string path)
    {
        try
        {
            if (path == "-")
                return new OutputFile(path, null, Console.OpenStandardOutput());
            if (Directory.Exists(path))
                throw new UserException($"{path}: is a directory; name a file");
            if (File.Exists(path) && OpenInPlace(path) is { } special)
                return new OutputFile(path, null, special);

            var partial = $"{path}.{Environment.ProcessId}.partial";
            return new OutputFile(path, partial, new FileStream(partial, FileMode.Create, FileAccess.Write, FileShare.Read));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new UserException($"{path}: cannot be written: {e.Message}", e);
        }
    }

    /// <summary>Gives the file its name.</summary>
    public void Commit()
    {
        Stream.Dispose();
        if (_partial is not null)
            File.Move(_partial, _path, overwrite: true);
    }

    public void Dispose()
    {
        Stream.Dispose();
        if (_partial is not null)
            File.Delete(_partial);
    }

    // A device or pipe must not be replaced by a file.
    private static FileStream? OpenInPlace(string path)
    {
        var existing = new FileStream(path, FileMode.Open, FileAccess.Write);
        if (!existing.CanSeek || path.StartsWith("/dev/", StringComparison.Ordinal))
            return existing;
        existing.Dispose();
        return null;
    }
}
