using System.Text;
using Media;
using Xunit;

namespace FFmpeg.Tests;

/// <summary>Motion JPEG as cameras send it: every picture comes out whole, whatever stands around it and however the bytes are cut up.</summary>
public class JpegSplitterTests
{
    private static readonly byte[][] Pictures = [Jpeg("a", "-q:v 3"), Jpeg("b", "-q:v 12"), Jpeg("c", "-q:v 2 -pix_fmt yuvj444p")];

    private static byte[] Small => Jpeg("small", "-s 32x24");

    public static TheoryData<string> Forms => [.. Streams.Keys];

    // Each form of a stream of pictures; "{n}" is one of them.
    private static readonly Dictionary<string, Func<byte[], byte[]>> Streams = new()
    {
        ["as the standard says"] = picture => [.. "--frame\r\nContent-Type: image/jpeg\r\nContent-Length: "u8, .. Encoding.ASCII.GetBytes($"{picture.Length}\r\n\r\n"), .. picture, .. "\r\n"u8],
        ["without a boundary in front"] = picture => [.. "Content-Type: image/jpeg\r\n\r\n"u8, .. picture, .. "\r\n--frame\r\n"u8],
        ["the boundary twice"] = picture => [.. "--frame\r\n--frame\r\nContent-Type: image/jpeg\r\n\r\n"u8, .. picture, .. "\r\n"u8],
        ["another boundary than was said"] = picture => [.. "--other\r\nContent-Type: image/jpeg\r\n\r\n"u8, .. picture, .. "\r\n"u8],
        ["line feeds alone"] = picture => [.. "--frame\nContent-Type: image/jpeg\n\n"u8, .. picture, .. "\n"u8],
        ["a length that is wrong"] = picture => [.. "--frame\r\nContent-Length: 7\r\n\r\n"u8, .. picture, .. "\r\n"u8],
        ["a text part between"] = picture => [.. "--frame\r\nContent-Type: text/plain\r\n\r\nhello\r\n--frame\r\nContent-Type: image/jpeg\r\n\r\n"u8, .. picture, .. "\r\n"u8],
        ["an empty part between"] = picture => [.. "--frame\r\nContent-Type: image/jpeg\r\nContent-Length: 0\r\n\r\n\r\n--frame\r\n\r\n"u8, .. picture, .. "\r\n"u8],
        ["zeros behind"] = picture => [.. "--frame\r\n\r\n"u8, .. picture, .. new byte[512]],
        ["nothing between"] = picture => picture,
        ["no end mark, boundaries"] = picture => [.. "--frame\r\nContent-Type: image/jpeg\r\n\r\n"u8, .. picture[..^2], .. "\r\n"u8],
        ["no end mark, another boundary"] = picture => [.. "--other\r\nContent-Type: image/jpeg\r\n\r\n"u8, .. picture[..^2], .. "\r\n"u8],
        ["no end mark, nothing between"] = picture => picture[..^2],
        ["fill bytes before markers"] = picture => [.. picture[..2], 0xFF, 0xFF, .. picture[2..]],
    };

    [Theory, MemberData(nameof(Forms))]
    public void Every_picture_comes_out_as_it_went_in(string form)
    {
        var sent = Enumerable.Range(0, 12).Select(i => Pictures[i % Pictures.Length]).ToArray();
        byte[] stream = [.. sent.SelectMany(picture => Streams[form](picture)), .. form.Contains("boundar", StringComparison.Ordinal) ? form.Contains("other", StringComparison.Ordinal) ? "--other--"u8 : "--frame--"u8 : ""u8];
        var expected = form switch
        {
            _ when form.StartsWith("no end mark", StringComparison.Ordinal) => sent.Select(picture => picture[..^2]),
            "fill bytes before markers" => sent.Select(picture => Streams[form](picture)),
            _ => sent,
        };
        foreach (var piece in (int[])[1, 7, 1000, 100_000])
        {
            var splitter = new JpegSplitter(1_000_000, "frame");
            Assert.Equal(expected, Split(splitter, stream, piece), (a, b) => a!.AsSpan().SequenceEqual(b));
            Assert.Equal(0, splitter.Lost);
        }
    }

    [Fact]
    public void A_picture_without_end_mark_comes_out_as_soon_as_its_boundary_does()
    {
        var splitter = new JpegSplitter(1_000_000);
        Assert.Empty(Feed(splitter, Streams["no end mark, boundaries"](Pictures[0])));
        Assert.Equal([Pictures[0][..^2]], Feed(splitter, "--frame\r\n"u8.ToArray()));
    }

    [Fact]
    public void A_thumbnail_inside_is_no_picture_of_its_own()
    {
        byte[] exif = [.. "Exif\0\0"u8, .. Small];
        byte[] picture = [.. Pictures[0][..2], 0xFF, 0xE1, (byte)((exif.Length + 2) >> 8), (byte)(exif.Length + 2), .. exif, .. Pictures[0][2..]];
        Assert.Equal([picture, picture], Split(new JpegSplitter(1_000_000), [.. picture, .. picture], 1000));
    }

    [Fact]
    public void A_progressive_picture_of_many_scans_is_one()
    {
        var picture = Progressive();
        Assert.Equal([picture, picture], Split(new JpegSplitter(1_000_000), [.. picture, .. picture], 777));
    }

    [Fact]
    public void A_picture_that_is_cut_in_its_header_costs_no_other()
    {
        var splitter = new JpegSplitter(1_000_000, "frame");
        var form = Streams["as the standard says"];
        Assert.Equal([Pictures[1], Pictures[2]], Split(splitter, [.. form(Pictures[0][..20]), .. form(Pictures[1]), .. form(Pictures[2])], 500)[^2..]);
        Assert.Equal(1, splitter.Lost);
    }

    [Fact]
    public void What_is_larger_than_the_bound_is_passed_over_and_takes_no_more_memory()
    {
        byte[] endless = [.. Pictures[0][..^2], .. new byte[300_000]];
        var splitter = new JpegSplitter(100_000, "frame");
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var at = 0; at < endless.Length; at += 10_000)
            Assert.Empty(Feed(splitter, endless[at..Math.Min(endless.Length, at + 10_000)]));
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 600_000);
        Assert.Equal(1, splitter.Lost);
        Assert.Equal([Pictures[1]], Feed(splitter, Pictures[1]));
    }

    [Fact]
    public void The_last_picture_is_given_only_if_it_may_be_whole()
    {
        Assert.Equal([Pictures[0][..^2]], Split(new JpegSplitter(1_000_000), Pictures[0][..^2], 1000));
        var cut = new JpegSplitter(1_000_000);
        Assert.Equal([Pictures[0]], Split(cut, [.. Pictures[0], .. Pictures[1][..^100]], 1000));
        Assert.Equal(1, cut.Lost);
    }

    private static List<byte[]> Split(JpegSplitter splitter, byte[] stream, int piece)
    {
        var pictures = new List<byte[]>();
        for (var at = 0; at < stream.Length; at += piece)
            pictures.AddRange(Feed(splitter, stream[at..Math.Min(stream.Length, at + piece)]));
        if (splitter.TryLast(out var last))
            pictures.Add(last.ToArray());
        return pictures;
    }

    private static List<byte[]> Feed(JpegSplitter splitter, byte[] bytes)
    {
        var pictures = new List<byte[]>();
        for (var at = 0; at < bytes.Length;)
        {
            var space = splitter.Space();
            var count = Math.Min(space.Length, bytes.Length - at);
            bytes.AsSpan(at, count).CopyTo(space);
            splitter.Add(count);
            at += count;
            while (splitter.TryNext(out var picture))
                pictures.Add(picture.ToArray());
        }

        return pictures;
    }

    private static byte[] Jpeg(string name, string options) => File.ReadAllBytes(Clip.Make($"split-{name}.jpg", $"{Clip.Pattern("160x120")} -frames:v 1 {options}"));

    /// <summary>A baseline picture said to be progressive, its one scan as three: what a splitter sees of it is the same.</summary>
    private static byte[] Progressive()
    {
        var picture = Pictures[0].ToArray();
        var scan = picture.AsSpan().IndexOf((byte[])[0xFF, 0xDA]);
        picture[picture.AsSpan().IndexOf((byte[])[0xFF, 0xC0]) + 1] = 0xC2;
        return [.. picture[..^2], .. picture[scan..^2], 0xFF, 0xC4, 0, 3, 0, .. picture[scan..]];
    }
}
