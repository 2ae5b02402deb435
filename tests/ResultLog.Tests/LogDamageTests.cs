using ResultLog.Read;
using ResultLog.Segments;
using Xunit;

namespace ResultLog.Tests;

/// <summary>Whatever a disk does to a segment: what is read is what was appended, what is not read is told, and appending goes on.</summary>
public sealed class LogDamageTests : IDisposable
{
    private const int SegmentSize = 16_384;
    private const int Records = 8;
    private const int RecordSize = (SegmentSize - SegmentHeader.Size) / Records;

    private readonly TestLog _test = new() { Options = TestLog.Small with { SegmentBytes = SegmentSize }, Sinks = [] };
    private readonly byte[] _sound;
    private readonly string _path;

    public LogDamageTests()
    {
        // Records of 2 KB fill the segment to the last byte.
        for (var number = 0; number < Records; number++)
            _test.Log.Append(RecordKind.Result, Payload.Of(0, number, RecordSize - RecordFrame.HeaderSize));
        _path = Assert.Single(_test.SegmentPaths);
        _test.Close();
        _sound = File.ReadAllBytes(_path);
        Assert.Equal(SegmentSize, _sound.Length);
    }

    public void Dispose() => _test.Dispose();

    [Fact]
    public void A_segment_cut_off_at_any_byte_keeps_its_whole_records()
    {
        for (var length = SegmentHeader.Size; length <= SegmentSize; length++)
        {
            var scanner = new RecordScanner(_sound.AsSpan(SegmentHeader.Size..length), 0, Records, isLast: true);
            for (var number = 0; number < Whole(length); number++)
                Assert.True(scanner.TryRead(out var frame) && Payload.Read(frame.Payload) == (0, number), $"cut at {length}: record {number}");
            Assert.False(scanner.TryRead(out _));
            Assert.Equal(length - WholeLength(length), scanner.Damaged);
        }
    }

    // The same on disk, around each record's ends and at many places between.
    [Fact]
    public void A_log_cut_off_anywhere_says_so_and_goes_on()
    {
        foreach (var length in Enumerable.Range(0, SegmentSize + 1).Where(length => length % 7 == 0 || (length - SegmentHeader.Size) % RecordSize is < 30 or > RecordSize - 30))
        {
            Put(_sound[..length]);
            Assert.Equal(Enumerable.Range(0, Whole(length)).Select(number => (long)number), _test.ReadFrom(0).Select(read => read.Number));
            Assert.Equal(length - WholeLength(length), _test.Log.TruncatedBytes);
            Assert.Equal(_test.Log.TruncatedBytes > 0, _test.Events.Any(told => told.Kind == DeliveryEventKind.LogRepaired && told.Count == _test.Log.TruncatedBytes));
            GoesOn();
        }
    }

    [Fact]
    public void What_was_repaired_is_sound_at_the_next_start()
    {
        Put(_sound[..^1000]);
        Assert.Equal(RecordSize - 1000, _test.Log.TruncatedBytes);
        _test.Log.Append(RecordKind.Result, Payload.Of(0, 500, 20));
        _test.Close();
        Assert.Equal([0, 1, 2, 3, 4, 5, 6, 500], _test.ReadFrom(0).Select(read => read.Number));
        Assert.Equal(0, _test.Log.TruncatedBytes);
    }

    [Theory, InlineData(1), InlineData(2)]
    public void Damage_costs_what_it_hits_and_is_told(int seed)
    {
        var random = new Random(seed);
        for (var round = 0; round < 500; round++)
        {
            var damaged = Damage(_sound, random);
            Put(damaged);
            Check(_test.ReadFrom(0), _test.Log.End, $"seed {seed}, round {round}");
            Assert.True(_test.Log.End == Records || _test.Log.TruncatedBytes > 0 || damaged.Length < _sound.Length, $"seed {seed}, round {round}: lost unseen");
            GoesOn();
        }
    }

    [Theory, InlineData(3), InlineData(4)]
    public void Damage_in_an_earlier_segment_costs_none_of_the_later(int seed)
    {
        var random = new Random(seed);
        for (var round = 0; round < 250; round++)
        {
            Put(_sound);
            _test.Append(Records, Records);
            _test.Close();
            File.WriteAllBytes(_path, Damage(_sound, random));
            var read = _test.ReadFrom(0);
            Check(read, 2 * Records, $"seed {seed}, round {round}");
            Assert.Equal(Enumerable.Range(Records, Records).Select(number => (long)number), read.Where(record => record.Number >= Records).Select(record => record.Number));
        }
    }

    private static int Whole(int length) => Math.Max(0, length - SegmentHeader.Size) / RecordSize;

    // A file that ends within its header goes as a whole.
    private static int WholeLength(int length) => length < SegmentHeader.Size ? 0 : SegmentHeader.Size + Whole(length) * RecordSize;

    /// <summary>Each offset once, in order, as a record or in a gap.</summary>
    private static void Check(List<Read> all, long end, string when)
    {
        var next = 0L;
        foreach (var read in all)
        {
            Assert.Equal(next, read.Gap?.First ?? read.Number);
            Assert.True(read.Gap is null or { Cause: GapCause.Unreadable }, when);
            Assert.Equal(read.Gap is { } gap ? gap.Last - gap.First + 1 : 1, read.Gap?.Count ?? 1);
            next = read.Offset + 1;
        }

        Assert.Equal(end, next);
    }

    private void GoesOn()
    {
        var end = _test.Log.End;
        _test.Append(1000, 1);
        Assert.Equal(1000, Assert.Single(_test.ReadFrom(end)).Number);
    }

    private void Put(byte[] segment)
    {
        _test.Close();
        foreach (var other in _test.SegmentPaths.Where(path => path != _path))
            File.Delete(other);
        File.WriteAllBytes(_path, segment);
    }

    private static byte[] Damage(byte[] sound, Random random)
    {
        var bytes = sound.ToList();
        for (var places = random.Next(1, 4); places > 0; places--)
            Damage(bytes, random);
        return [.. bytes];
    }

    private static void Damage(List<byte> bytes, Random random)
    {
        var at = random.Next(bytes.Count);
        var count = Math.Min(random.Next(1, 5000), bytes.Count - at);
        switch (random.Next(7))
        {
            case 0: bytes[at] ^= (byte)(1 << random.Next(8)); break;
            case 1: bytes.RemoveRange(at, count); break;
            case 2: bytes.InsertRange(at, new byte[count]); break;
            case 3: bytes.InsertRange(at, bytes.GetRange(random.Next(bytes.Count - count + 1), count)); break;
            case 4: Over(bytes, at, new byte[count]); break;
            case 5: Over(bytes, at, [.. bytes.GetRange(random.Next(bytes.Count - count + 1), count)]); break;
            default: Over(bytes, at, [.. Enumerable.Range(0, count).Select(_ => (byte)random.Next(256))]); break;
        }
    }

    private static void Over(List<byte> bytes, int at, byte[] with)
    {
        for (var i = 0; i < with.Length; i++)
            bytes[at + i] = with[i];
    }
}
