using ResultLog.Read;
using Xunit;

namespace ResultLog.Tests;

public sealed class CursorTests : IDisposable
{
    private readonly string _path = Path.GetTempFileName();

    public CursorTests() => File.Delete(_path);

    public void Dispose() => File.Delete(_path);

    private long Reopened(long start = -1)
    {
        using var cursor = Cursor.Open(_path, start, oldest: 2);
        return cursor.Offset;
    }

    private void Commit(params long[] offsets)
    {
        using var cursor = Cursor.Open(_path, 0, 0);
        foreach (var offset in offsets)
            cursor.Commit(offset);
    }

    [Fact]
    public void A_new_cursor_begins_where_it_is_told_and_stays_there()
    {
        Assert.Null(Cursor.Peek(_path));
        Assert.Equal(7, Reopened(start: 7));
        Assert.Equal(7, Reopened(start: 9));
    }

    [Theory, InlineData(1), InlineData(2), InlineData(3), InlineData(10)]
    public void The_last_commit_counts(int commits)
    {
        Commit([.. Enumerable.Range(1, commits).Select(number => 10L * number)]);
        Assert.Equal(10 * commits, Reopened());
        Assert.Equal(10 * commits, Cursor.Peek(_path));
    }

    [Fact]
    public void It_may_go_back() // as a database that was restored does
    {
        Commit(100, 50);
        Assert.Equal(50, Reopened());
    }

    [Theory, InlineData(2), InlineData(3)]
    public void A_torn_write_leaves_the_offset_before_it(int commits)
    {
        Commit([.. Enumerable.Range(1, commits).Select(number => 10L * number)]);
        var sound = File.ReadAllBytes(_path);
        var last = commits % 2 * 4096;
        for (var at = last; at < last + 20; at++)
        {
            byte[] torn = [.. sound];
            torn[at] ^= 0x10;
            File.WriteAllBytes(_path, torn);
            Assert.Equal(10 * (commits - 1), Reopened());
        }

        Commit(1000);
        Assert.Equal(1000, Reopened());
    }

    [Fact]
    public void A_cursor_that_is_rubbish_begins_with_all_there_is()
    {
        File.WriteAllBytes(_path, [.. Enumerable.Repeat((byte)0xA5, 5000)]);
        Assert.Null(Cursor.Peek(_path));
        Assert.Equal(2, Reopened(start: 3));
        Assert.Equal(2, Cursor.Peek(_path));
    }
}
