using FFmpeg.Native;
using Media;

namespace FFmpeg;

/// <summary>Frames in, compressed packets out. One thread at a time.</summary>
/// <remarks>After each send, receive until false: then a send is never refused.</remarks>
public sealed class VideoEncoder : IDisposable
{
    private readonly CodecHandle _codec;
    private readonly VideoEncoderOptions _options;
    private readonly long _frameTicks;
    private PixelConverter? _converter;
    private long _lastPts = long.MinValue;

    private VideoEncoder(CodecHandle codec, VideoEncoderOptions options)
    {
        (_codec, _options) = (codec, options);
        _frameTicks = (long)Math.Round(90_000 / options.Rate);
    }

    /// <exception cref="ArgumentOutOfRangeException">An option is out of its bounds.</exception>
    /// <exception cref="MediaException">This build of FFmpeg has no such encoder, or it refused the options.</exception>
    public static VideoEncoder Open(VideoEncoderOptions options)
    {
        options.Validate();
        MediaLibrary.Load();
        return new VideoEncoder(EncoderOpener.Open(options), options);
    }

    internal CodecHandle Context => _codec;

    /// <summary>Frames sent.</summary>
    public long Frames { get; private set; }

    /// <summary>Encodes a frame at its <see cref="VideoFrame.Pts90kHz"/>; the frame stays the caller's and may be disposed at once.</summary>
    /// <remarks>
    /// A frame of another size or layout is converted first. A time that does not grow becomes one tick more than the one
    /// before, as no container holds two frames at one time.
    /// </remarks>
    /// <exception cref="MediaException">It could not be encoded.</exception>
    public void Send(VideoFrame frame)
    {
        if (frame.Format == PixelFormat.I420 && (frame.Width, frame.Height) == (_options.Width, _options.Height))
        {
            Encode(frame, frame.Pts90kHz);
            return;
        }
        _converter ??= new PixelConverter(idleFrames: 1);
        using var converted = _converter.ToI420(frame, _options.Width, _options.Height);
        Encode(converted, frame.Pts90kHz);
    }

    /// <summary>Says that no frame follows: what is held back comes out of <see cref="Receive"/>.</summary>
    public void SendEnd() => _ = LibAvCodec.avcodec_send_last_frame(_codec, 0);

    /// <summary>The next packet in decoding order, its times in 1/90,000 s.</summary>
    /// <returns>False when more frames are needed, or after <see cref="SendEnd"/> when none is left.</returns>
    /// <exception cref="MediaException">Encoding failed.</exception>
    public bool Receive(MediaPacket packet)
    {
        LogCapture.Begin();
        var result = LibAvCodec.avcodec_receive_packet(_codec, packet.Handle);
        if (result == Errors.Again || result == Errors.EndOfFile)
            return false;
        if (result < 0)
            throw Failure(result);
        new AvPacket(packet.Handle.Address).SetDuration(_frameTicks);
        return true;
    }

    public void Dispose()
    {
        _codec.Dispose();
        _converter?.Dispose();
    }

    private void Encode(VideoFrame frame, long pts)
    {
        _lastPts = pts > _lastPts ? pts : _lastPts + 1;
        frame.Native.SetUpForEncoding(_lastPts);
        LogCapture.Begin();
        var result = LibAvCodec.avcodec_send_frame(_codec, frame.Handle);
        if (result == Errors.Again)
            throw new InvalidOperationException("receive until false before the next frame is sent");
        if (result == Errors.EndOfFile)
            throw new InvalidOperationException("nothing can be sent after the end");
        if (result < 0)
            throw Failure(result);
        Frames++;
    }

    private MediaException Failure(int code) => MediaException.From(code, EncoderOpener.NameOf(_options.Codec));
}
