using ResultLog.Read;
using Xunit;

namespace ResultLog.Tests;

/// <summary>A real file system that is full: said once, counted, never thrown, and over by itself when there is space.</summary>
public sealed class LogFullDiskTests : IDisposable
{
    private const int Kilobytes = 1024;

    private readonly TemporaryMount _disk = TemporaryMount.OfSize(Kilobytes);
    private readonly TestLog _test;

    public LogFullDiskTests() =>
        _test = new() { Folder = Path.Combine(_disk.Path, "log"), Options = TestLog.Small with { SegmentBytes = 100_000, MaxBytes = 1_000_000_000 } };

    public void Dispose()
    {
        _test.Dispose();
        _disk.Dispose();
    }

    /// <returns>How many were accepted before the disk was full.</returns>
    private int Fill()
    {
        var accepted = 0;
        while (_test.Log.Append(RecordKind.Result, Payload.Of(0, accepted)) == AppendOutcome.Accepted)
            accepted++;
        return accepted;
    }

    [Fact]
    public async Task Sinks_that_go_on_free_the_disk_and_the_gap_is_counted()
    {
        var accepted = Fill();
        Assert.InRange(accepted, 200, Kilobytes * 1024 / 1600);
        Assert.Equal(LogState.Failing, _test.Log.State);
        Assert.Contains("No space left", _test.Log.Error!, StringComparison.Ordinal);

        // While it fails nobody waits for the disk, which is tried four times a second. Only a marker may still fit into its last page.
        for (var i = 0; i < 1000; i++)
        {
            Assert.Equal(AppendOutcome.Failing, _test.Log.Append(RecordKind.Result, Payload.Of(1, i, size: 5000)));
            _test.Clock.Advance(TimeSpan.FromMilliseconds(1));
        }

        Assert.Equal(DeliveryEventKind.LogFailing, _test.Events[0].Kind);
        // Each try may tell that it works and that it fails again.
        Assert.InRange(_test.Events.Count, 1, 1 + 2 * 4);

        Assert.Equal(Enumerable.Range(0, accepted).Select(number => (long)number), Records(_test.ReadFrom(0)));
        _test.Cursor.Commit(accepted); // On a disk without a free page.
        _test.Log.Release();

        // Nothing is appended: the log finds out by itself, and says in itself what is missing.
        await Recovers();
        Assert.Equal(DeliveryEventKind.LogRecovered, _test.Events[^1].Kind);
        _test.Append(accepted, 10);
        var read = _test.ReadFrom(accepted);
        Assert.Equal(_test.Log.Counters.Refused(AppendOutcome.Failing), read.Sum(record => record.Gap?.Count ?? 0));
        Assert.Equal(10, Records(read).Count());
    }

    [Fact]
    public async Task A_disk_that_others_filled_is_waited_for()
    {
        _test.Append(0, 20);
        var filler = Path.Combine(_disk.Path, "filler");
        FillWith(filler);
        Fill();
        Assert.Equal(LogState.Failing, _test.Log.State);
        _test.Close();

        // A start on a full disk works, too; only appending does not.
        Fill();
        Assert.Equal(LogState.Failing, _test.Log.State);
        File.Delete(filler);
        await Recovers();
        _test.Append(1000, 20);
        _test.Close();
        var read = Records(_test.ReadFrom(0)).ToList();
        Assert.Equal([.. Enumerable.Range(0, read.Count - 20), .. Enumerable.Range(1000, 20)], read.Select(number => (int)number));
    }

    private Task Recovers() => Eventually.Be(
        () =>
        {
            _test.Clock.Advance(TimeSpan.FromMilliseconds(100));
            return _test.Log.State == LogState.Ok;
        },
        "the log writes again");

    private static IEnumerable<long> Records(List<Read> read) => read.Where(record => record.Gap is null).Select(record => record.Number);

    private static void FillWith(string path)
    {
        using var file = new FileStream(path, FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 0);
        var full = false;
        while (!full)
            full = Record.Exception(() => file.Write(new byte[4096])) is IOException;
    }
}
