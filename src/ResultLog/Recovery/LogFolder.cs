using ResultLog.Read;

namespace ResultLog.Recovery;

/// <summary>The folder of a log, held by one process: segments, and a cursor for each sink.</summary>
internal sealed class LogFolder : IDisposable
{
    private readonly FileStream _lock;

    private LogFolder(string path, FileStream held) => (Path, _lock) = (path, held);

    public string Path { get; }

    /// <exception cref="LogFolderException">It cannot be written, or another process holds it.</exception>
    public static LogFolder Open(string path)
    {
        try
        {
            Directory.CreateDirectory(path);
            return new(path, new FileStream(System.IO.Path.Combine(path, "lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new LogFolderException($"the result log in {path} cannot be opened: {FolderFault.Explain(path, e)}", e);
        }
    }

    /// <summary>The farthest that any sink has acknowledged, one that is no longer configured included: it may come back.</summary>
    public long HighestCursor() =>
        Directory.GetFiles(Path, "*" + Cursor.Extension).Select(Cursor.Peek).Max() ?? 0;

    public Cursor OpenCursor(string sink, RecoveredLog found, SinkStart newSink)
    {
        var oldest = found.Segments is [var first, ..] ? first.First : found.End;
        return Cursor.Open(System.IO.Path.Combine(Path, sink + Cursor.Extension), newSink == SinkStart.End ? found.End : oldest, oldest);
    }

    public void Dispose() => _lock.Dispose();
}

/// <summary>The folder cannot be used as it is. The message is one line and says the next step.</summary>
public sealed class LogFolderException(string message, Exception? inner = null) : Exception(message, inner);
