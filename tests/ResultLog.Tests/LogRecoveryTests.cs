using ResultLog.Read;
using ResultLog.Recovery;
using ResultLog.Segments;
using Xunit;

namespace ResultLog.Tests;

public sealed class LogRecoveryTests : IDisposable
{
    private readonly TestLog _test = new();

    public void Dispose() => _test.Dispose();

    // A power cut takes records that a sink has acknowledged already. Were their offsets given out again, it would skip new records.
    [Fact]
    public void Offsets_that_a_power_cut_took_are_never_given_again()
    {
        _test.Append(0, 5);
        _test.Cursor.Commit(5);
        _test.Close();
        CutLast(bytes: 4000);
        _test.BootId = Guid.NewGuid();
        _test.Append(100, 3);
        Assert.True(_test.Log.End > 1L << 40);
        Assert.Equal([100, 101, 102], _test.ReadFrom(_test.Cursor.Offset).Select(read => read.Number));
    }

    [Fact]
    public void A_sink_with_a_cursor_beyond_the_end_gets_all_that_comes_even_on_the_same_boot()
    {
        _test.Append(0, 5);
        _test.Cursor.Commit(5);
        _test.Close();
        CutLast(bytes: 4000);
        _test.Append(100, 3);
        Assert.Equal([100, 101, 102], _test.ReadFrom(_test.Cursor.Offset).Select(read => read.Number));
    }

    // A sink that keeps its own offset may be ahead of what a power cut left, and no cursor of the log tells so.
    [Fact]
    public void A_last_segment_whose_header_is_damaged_is_taken_for_one_before_a_reboot()
    {
        _test.Append(0, 40);
        _test.Close();
        using (var last = File.OpenWrite(_test.SegmentPaths[^1]))
            last.WriteByte(0);
        _test.BootId = Guid.NewGuid();
        _test.Append(100, 1);
        Assert.True(_test.Log.End > 1L << 40, $"{_test.Log.End}");
        Assert.Equal(Enumerable.Range(0, 40).Append(100).Select(number => (long)number), _test.ReadFrom(0).Select(read => read.Number));
    }

    [Fact]
    public void A_reboot_is_no_gap_and_no_lag()
    {
        _test.Append(0, 12);
        _test.Close();
        _test.BootId = Guid.NewGuid();
        _test.Append(12, 12);
        Assert.Equal(Enumerable.Range(0, 24).Select(number => (long)number), _test.ReadFrom(0).Select(read => read.Number));
        Assert.Equal(20, _test.Log.Segments.After(4).Records);
    }

    [Fact]
    public void A_segment_that_somebody_deleted_is_a_gap()
    {
        _test.Append(0, 40);
        _test.Close();
        File.Delete(_test.SegmentPaths[1]);
        var read = _test.ReadFrom(0);
        var gap = Assert.Single(read, record => record.Gap is not null).Gap!.Value;
        Assert.Equal((GapCause.Unreadable, 40), (gap.Cause, gap.Count + read.Count - 1));
    }

    [Fact]
    public void A_segment_that_somebody_deletes_while_it_is_listed_is_a_gap()
    {
        _test.Append(0, 40);
        File.Delete(_test.SegmentPaths[1]);
        Assert.Equal(40, _test.ReadFrom(0).Sum(record => record.Gap?.Count ?? 1));
    }

    [Fact]
    public void A_log_of_a_newer_version_is_left_alone()
    {
        _test.Append(0, 1);
        _test.Close();
        var path = Assert.Single(_test.SegmentPaths);
        var bytes = File.ReadAllBytes(path);
        bytes[8]++;
        BitConverter.TryWriteBytes(bytes.AsSpan(60), Crc32C.Of(bytes.AsSpan(0, 60)));
        File.WriteAllBytes(path, bytes);
        Assert.Contains("newer version", Assert.Throws<LogFolderException>(() => _test.Log).Message, StringComparison.Ordinal);
        Assert.Equal(bytes, File.ReadAllBytes(path));
    }

    [Fact]
    public void Files_of_others_are_left_alone()
    {
        var stranger = Path.Combine(_test.Folder, "notes.log");
        File.WriteAllText(stranger, "mine");
        _test.Append(0, 40);
        _test.Close();
        Assert.Equal(40, _test.ReadFrom(0).Count);
        Assert.Equal("mine", File.ReadAllText(stranger));
    }

    [Fact]
    public void A_folder_that_cannot_be_written_is_named()
    {
        var file = Path.Combine(_test.Folder, "file");
        File.WriteAllText(file, "");
        var refusal = Assert.Throws<LogFolderException>(() => WriteAheadLog.Open(Path.Combine(file, "log"), [], TestLog.Small, TimeProvider.System, _test.Raise));
        Assert.Contains(file, refusal.Message, StringComparison.Ordinal);
    }

    private void CutLast(int bytes)
    {
        using var file = File.OpenWrite(_test.SegmentPaths[^1]);
        file.SetLength(file.Length - bytes);
    }
}
