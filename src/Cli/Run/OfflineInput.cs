using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using FFmpeg;
using Media;
using Streaming;

namespace Cli.Run;

/// <summary>The frames of a video or of one picture, one after another.</summary>
internal abstract class OfflineInput : IDisposable
{
    // A still picture of the largest size that is decoded at all, uncompressed.
    private const long MaxPictureFileBytes = 256_000_000;

    public abstract long? EstimatedFrames { get; }

    /// <summary>Frames a second; 0 when unknown.</summary>
    public virtual double FrameRate => 0;

    /// <summary>It is a picture.</summary>
    public virtual bool IsStill => false;

    /// <summary>There is sound too, which nothing here reads.</summary>
    public virtual bool HasAudio => false;

    /// <summary>Damaged packets and frames so far.</summary>
    public abstract long Damaged { get; }

    /// <summary>It goes on where nothing of it could be decoded: what was inferred is not all of it.</summary>
    public virtual bool IsIncomplete => false;

    /// <summary>What was wrong with the input, in words; null for a sound one.</summary>
    public abstract string? Damage { get; }

    /// <param name="input">A path or a URL, as the user typed it.</param>
    /// <exception cref="UserException">It is a folder, or must not be read.</exception>
    /// <exception cref="MediaException">It cannot be read as a video or picture.</exception>
    public static OfflineInput Open(string input, CancellationToken stop)
    {
        if (Directory.Exists(input))
            throw new UserException($"{input}: is a folder; name a video or picture");
        if (input.StartsWith("test://", StringComparison.OrdinalIgnoreCase))
            return new SceneInput(input, stop);
        if (!File.Exists(input))
            return new VideoInput(input, input, stop);
        try
        {
            // The full path, because libav takes what stands before a colon for a protocol.
            return IsPicture(input) ? new PictureInput(input) : new VideoInput(Path.GetFullPath(input), input, stop);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new UserException($"{input}: cannot be read; look at its permissions", e);
        }
    }

    /// <summary>The next frame; the caller releases it.</summary>
    public abstract bool TryRead(out Frame frame);

    public abstract void Dispose();

    /// <summary>Whether a file begins as a picture does. A pipe, whose bytes can be read but once, is taken for a video.</summary>
    internal static bool IsPicture(string path)
    {
        Span<byte> head = stackalloc byte[16];
        if (new FileInfo(path).Length is var length && (length < head.Length || length > MaxPictureFileBytes))
            return false;
        using var file = File.OpenRead(path);
        return PictureHeader.IsPicture(head[..file.Read(head)]);
    }

    private sealed class PictureInput(string path) : OfflineInput
    {
        private bool _read;
        private bool _cutOff;

        public override long? EstimatedFrames => 1;

        public override bool IsStill => true;

        public override long Damaged => _cutOff ? 1 : 0;

        public override string? Damage => _cutOff ? "the picture is cut off; the part that is there was used" : null;

        public override bool TryRead(out Frame frame)
        {
            frame = default;
            if (_read)
                return false;
            _read = true;
            var started = Stopwatch.GetTimestamp();
            var picture = PictureDecoder.Decode(File.ReadAllBytes(path));
            _cutOff = picture.IsCorrupt;
            frame = picture.ToFrame(new FrameTimes(0, 0, null, started, Stopwatch.GetElapsedTime(started)));
            return true;
        }

        public override void Dispose()
        {
        }
    }
}
