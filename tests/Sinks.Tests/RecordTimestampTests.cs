using System.Text;
using Xunit;

namespace Sinks.Tests;

public sealed class RecordTimestampTests
{
    [Fact]
    public void A_record_has_the_time_of_capture_and_else_that_of_its_append()
    {
        Assert.Equal(1767322800120, RecordTimestamp.UnixMilliseconds(new(1767322800, 120_999_999), 5));
        Assert.Equal(5, RecordTimestamp.UnixMilliseconds(null, 5));
        Assert.Equal(5, RecordTimestamp.UnixMilliseconds(new(long.MaxValue, 0), 5));
        Assert.Equal(5, RecordTimestamp.UnixMilliseconds(new(0, -1), 5));
    }

    [Fact]
    public void It_is_written_in_UTC_with_milliseconds() =>
        Assert.Equal("2026-01-02T03:00:00.120Z", Encoding.UTF8.GetString(RecordTimestamp.Text(1767322800120, new byte[RecordTimestamp.TextLength])));
}
