using System.Diagnostics;
using Cli.Run;
using FFmpeg;
using Media;

namespace Load;

/// <summary>The frames of a file, over and over, decoded as `./stream run` decodes them, in the caller's time.</summary>
internal sealed class LoopedVideo : IDisposable
{
    private readonly MediaReader _reader;
    private readonly VideoDecoder _decoder;
    private readonly MediaPacket _packet = new();

    public LoopedVideo(string path)
    {
        _reader = MediaReader.Open(path);
        _decoder = VideoDecoder.Open(_reader.Video, VideoInput.Decoding);
    }

    public VideoStreamInfo Info => _reader.Video;

    /// <summary>The next frame; the caller releases it.</summary>
    public Frame Next()
    {
        var started = Stopwatch.GetTimestamp();
        VideoFrame? picture;
        while ((picture = _decoder.Receive()) is null)
            _decoder.Send(NextPacket());
        return picture.ToFrame(new FrameTimes(picture.Pts90kHz, (uint)picture.Pts90kHz, null, started, Stopwatch.GetElapsedTime(started)));
    }

    public void Dispose()
    {
        _decoder.Dispose();
        _packet.Dispose();
        _reader.Dispose();
    }

    // The frames that the decoder still holds at the end come out behind the next round's first key frame.
    private MediaPacket NextPacket()
    {
        if (_reader.TryRead(_packet))
            return _packet;
        _reader.SeekToStart();
        return _reader.TryRead(_packet) ? _packet : throw new InvalidDataException($"{_reader.Name} has no video packet");
    }
}
