using Streaming;

namespace Cli;

/// <summary>A file that appears under its name only when it is whole: written beside it and moved there, or removed without a trace.</summary>
internal sealed class OutputFile : IDisposable
{
    private readonly string? _partial;
    private readonly string _path;
    private readonly System.IO.Stream _stream;

    private OutputFile(string path, string? partial, System.IO.Stream stream) => (_path, _partial, _stream) = (path, partial, stream);

    /// <param name="path">A file, a device or pipe (written in place), or "-" for standard output.</param>
    /// <exception cref="UserException">It cannot be written.</exception>
    public static OutputFile Create(string path)
    {
        if (path == "-")
            return new OutputFile(path, null, Console.OpenStandardOutput());
        if (Directory.Exists(path))
            throw new UserException($"{path}: is a folder; name a file");
        if (Path.GetDirectoryName(Path.GetFullPath(path)) is { } folder && !Directory.Exists(folder))
            throw new UserException($"{path}: there is no folder {folder}; make it first");
        return Try(path, () => File.Exists(path) && OpenInPlace(path) is { } special
            ? new OutputFile(path, null, special)
            : CreateBeside(path));
    }

    /// <exception cref="UserException">The disk is full, or the reader of a pipe has gone.</exception>
    public void Write(ReadOnlySpan<byte> bytes)
    {
        try
        {
            _stream.Write(bytes);
        }
        catch (IOException e)
        {
            throw Unwritable(_path, e);
        }
    }

    /// <summary>Gives the file its name.</summary>
    /// <exception cref="UserException">What was still buffered cannot be written, or the name cannot be given.</exception>
    public void Commit() => Try(_path, () =>
    {
        _stream.Dispose();
        if (_partial is not null)
            File.Move(_partial, _path, overwrite: true);
        return this;
    });

    public void Dispose()
    {
        try
        {
            _stream.Dispose();
        }
        catch (IOException)
        {
            // What is still buffered is thrown away with the rest; a fault that matters was told by Write or Commit.
        }

        if (_partial is not null)
            File.Delete(_partial);
    }

    private static OutputFile CreateBeside(string path)
    {
        var partial = $"{path}.{Environment.ProcessId}.partial";
        return new OutputFile(path, partial, new FileStream(partial, FileMode.Create, FileAccess.Write, FileShare.Read));
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

    private static OutputFile Try(string path, Func<OutputFile> step)
    {
        try
        {
            return step();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw Unwritable(path, e);
        }
    }

    // The system's sentence goes on with the path, or the partial file's, in quotes.
    private static UserException Unwritable(string path, Exception fault)
    {
        var reason = fault is UnauthorizedAccessException ? "permission denied" : fault.Message.Split(" '", 2)[0].TrimEnd(' ', ':', '.');
        return new($"{path}: cannot be written: {reason}", fault);
    }
}
