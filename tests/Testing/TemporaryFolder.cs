namespace Testing;

internal sealed class TemporaryFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("stream-test-").FullName;

    public string File(string name) => System.IO.Path.Combine(Path, name);

    /// <remarks>What a server gave up at its end, such as a write of SQLite, may still make a file while all are removed.</remarks>
    public void Dispose()
    {
        if (!SpinWait.SpinUntil(TryDelete, TimeSpan.FromSeconds(5)))
            Directory.Delete(Path, recursive: true);
    }

    private bool TryDelete()
    {
        try
        {
            Directory.Delete(Path, recursive: true);
            return true;
        }
        catch (IOException)
        {
            return false;
        }
    }
}
