using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using FFmpeg;
using Inference;
using Server.Decode;

namespace Server.Cli;

/// <summary>The frames of a video or of one picture, one after another.</summary>
internal abstract class OfflineInput : IDisposable
{
    // A still picture of the largest size that is decoded at all, uncompressed.
    private const long MaxPictureFileBytes = 256_000_000;

    public abstract long? EstimatedFrames { get; }

    /// <summary>Damaged packets and frames so far.</summary>
    public abstract long Damaged { get; }

    /// <summary>What was wrong with the input, in words; null for a clean one.</summary>
    public abstract string? Damage { get; }

    /// <exception cref="UserException">There is no such file, or it is no picture or video.</exception>
    /// <exception cref="MediaException">It cannot be read as a video.</exception>
    public static OfflineInput Open(string input, CancellationToken stop)
    {
        if (Directory.Exists(input))
            throw new UserException($"{input}: is a folder; name a video or picture");
        return IsPicture(input) ? new PictureInput(input) : new VideoInput(input, stop);
    }

    /// <summary>The next frame; the caller releases it.</summary>
    public abstract bool TryRead(out Frame frame);

    public abstract void Dispose();

    private static bool IsPicture(string input)
    {
        if (!File.Exists(input) || new FileInfo(input).Length > MaxPictureFileBytes)
            return false;
        Span<byte> head = stackalloc byte[16];
        using var file = File.OpenRead(input);
        return PictureHeader.IsPicture(head[..file.Read(head)]);
    }

    private sealed class PictureInput(string path) : OfflineInput
    {
        private bool _read;

        public override long? EstimatedFrames => 1;

        public override long Damaged => 0;

        public override string? Damage => null;

        public override bool TryRead(out Frame frame)
        {
            frame = default;
            if (_read)
                return false;
            _read = true;
            var started = Stopwatch.GetTimestamp();
            var picture = PictureDecoder.Decode(File.ReadAllBytes(path));
            frame = DecodedFrame.From(picture, new FrameTimes(0, 0, null, started, Stopwatch.GetElapsedTime(started)));
            return true;
        }

        public override void Dispose()
        {
        }
    }
}
