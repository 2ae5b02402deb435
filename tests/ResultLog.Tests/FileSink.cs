using System.Buffers.Binary;
using ResultLog.Pump;
using ResultLog.Read;

namespace ResultLog.Tests;

/// <summary>A sink that outlives its process: stream and number of each record, in a file.</summary>
internal sealed class FileSink : ISink, IDisposable
{
    public const int MaxRecords = 100;

    private readonly FileStream _file;

    public FileSink(string path)
    {
        _file = new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.Read, bufferSize: 0);
        // A killed write may have left a part of an entry.
        _file.SetLength(_file.Length - _file.Length % Payload.HeaderSize);
        _file.Seek(0, SeekOrigin.End);
    }

    public string Name => TestLog.Sink;

    public BatchLimits Limits => new(MaxRecords, 1 << 20, TimeSpan.Zero);

    public static IEnumerable<(int Stream, long Number)> Entries(string path) => File.ReadAllBytes(path).Chunk(Payload.HeaderSize)
        .Select(entry => (BinaryPrimitives.ReadInt32LittleEndian(entry), BinaryPrimitives.ReadInt64LittleEndian(entry.AsSpan(4))));

    public Task<long?> OpenAsync(Guid logId, CancellationToken stop) => Task.FromResult<long?>(null);

    public Task<int> WriteAsync(RecordBatch batch, CancellationToken stop)
    {
        var bytes = new MemoryStream();
        foreach (var record in batch.Records)
        {
            Payload.Read(record.Payload.Span);
            bytes.Write(record.Payload.Span[..Payload.HeaderSize]);
        }

        _file.Write(bytes.ToArray());
        return Task.FromResult(0);
    }

    public void Dispose() => _file.Dispose();
}
