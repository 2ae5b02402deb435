using FFmpeg;
using Xunit;

namespace Fuzz.Targets;

/// <summary>Bytes that claim to be motion JPEG, in pieces: what comes out is bounded, begins as a picture does, and lies in the bytes in its order.</summary>
public sealed class MotionJpegTarget : FuzzTarget
{
    private const int MaxBytes = 4096;

    private static byte[] Picture => PictureSeeds.FlatJpeg(16);

    public override IEnumerable<byte[]> Seeds =>
    [
        [.. "--frame\r\nContent-Type: image/jpeg\r\nContent-Length: 9\r\n\r\n"u8, .. Picture, .. "\r\n--frame\r\n\r\n"u8, .. Picture],
        [.. Picture[..^2], .. Picture, .. new byte[20], .. Picture[..^2], .. "\r\n--frame\r\n"u8, .. Picture],
    ];

    public override IEnumerable<string> Tokens => ["\u00FF\u00D8\u00FF", "\u00FF\u00D9", "\u00FF\u00DA", "\u00FF\u00C4\0\u0003", "\u00FF\u00D0", "\r\n--frame\r\n", "--"];

    public override bool Feed(byte[] input)
    {
        var whole = Split(input, input.Length + 1, out var lost);
        Assert.Equal(whole, Split(input, 7, out var lostInPieces), (a, b) => a!.AsSpan().SequenceEqual(b));
        Assert.Equal(lost, lostInPieces);
        var rest = input.AsSpan();
        foreach (var picture in whole)
        {
            Assert.InRange(picture.Length, 3, MaxBytes);
            Assert.True(picture.AsSpan().StartsWith((byte[])[0xFF, 0xD8, 0xFF]));
            var at = rest.IndexOf(picture);
            Assert.InRange(at, 0, input.Length);
            rest = rest[(at + picture.Length)..];
        }

        return whole.Count > 0;
    }

    private static List<byte[]> Split(byte[] input, int piece, out long lost)
    {
        var (splitter, pictures) = (new JpegSplitter(MaxBytes, "frame"), new List<byte[]>());
        for (var at = 0; at < input.Length;)
        {
            var space = splitter.Space();
            var count = Math.Min(Math.Min(space.Length, piece), input.Length - at);
            input.AsSpan(at, count).CopyTo(space);
            splitter.Add(count);
            at += count;
            while (splitter.TryNext(out var picture))
                pictures.Add(picture.ToArray());
        }

        if (splitter.TryLast(out var last))
            pictures.Add(last.ToArray());
        lost = splitter.Lost;
        return pictures;
    }
}
