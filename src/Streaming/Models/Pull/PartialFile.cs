using System.Text.Json;

namespace Streaming.Models.Pull;

/// <summary>What has come of a download so far, kept for the next try, and what it may be continued by.</summary>
/// <remarks>Beside it lies a note of where it comes from and the server's validator: bytes of another address or version are never joined.</remarks>
public sealed class PartialFile : IDisposable
{
    private readonly string _path;
    private readonly string _source;
    private readonly FileStream _file;

    private sealed record Note(string Source, string? Validator);

    private PartialFile(string path, string source, FileStream file) => (_path, _source, _file) = (path, source, file);

    public long Length => _file.Length;

    /// <summary>ETag or date for If-Range; null where the server gave none that is strong enough, so that what is there cannot be continued.</summary>
    public string? Validator { get; private set; }

    /// <exception cref="UserException">Somebody else is writing it.</exception>
    public static PartialFile Open(string path, Uri source)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        FileStream file;
        try
        {
            // Not shared, as a second pull of the same model would write into it; not buffered, so that a kill loses nothing.
            file = new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, bufferSize: 0);
        }
        catch (IOException e)
        {
            throw new UserException($"{path} cannot be opened; is another pull of it running? {e.Message}", e);
        }

        var partial = new PartialFile(path, source.AbsoluteUri, file) { Validator = ReadNote(path) is { } note && note.Source == source.AbsoluteUri ? note.Validator : null };
        if (partial.Validator is null)
            file.SetLength(0);
        file.Seek(0, SeekOrigin.End);
        return partial;
    }

    /// <summary>Forgets what is there and begins anew.</summary>
    public void Restart(string? validator)
    {
        _file.SetLength(0);
        Validator = validator;
        File.WriteAllText(NotePath(_path), JsonSerializer.Serialize(new Note(_source, validator)));
    }

    public ValueTask WriteAsync(ReadOnlyMemory<byte> bytes, CancellationToken stop) => _file.WriteAsync(bytes, stop);

    public void Dispose()
    {
        var empty = Length == 0;
        _file.Dispose();
        if (empty)
            Delete(_path);
    }

    /// <summary>The file has its place, or is good for nothing.</summary>
    public static void Delete(string path)
    {
        File.Delete(path);
        File.Delete(NotePath(path));
    }

    private static string NotePath(string path) => path + ".json";

    private static Note? ReadNote(string path)
    {
        try
        {
            return File.Exists(NotePath(path)) ? JsonSerializer.Deserialize<Note>(File.ReadAllText(NotePath(path))) : null;
        }
        catch (JsonException)
        {
            // A note that was cut off is none.
            return null;
        }
    }
}
