using FFmpeg.Native;
using FFmpeg.Rtsp;
using Media;

namespace FFmpeg;

/// <summary>Reads the compressed video of a file or URL, packet by packet.</summary>
/// <remarks>One thread at a time, <see cref="Dispose"/> too; only <see cref="Abort"/> may come from another.</remarks>
public sealed class MediaReader : IDisposable
{
    // A few unreadable stretches are skipped; a container that is rubbish from here on ends the input.
    private const int MaxUnreadableInSequence = 32;

    private readonly FormatHandle _format;
    private readonly Interrupt _interrupt;
    private readonly TimeSpan _readTimeout;
    private readonly int _streamIndex;
    private readonly RtspInput? _camera;
    private readonly PictureFeed? _pictures;
    private long _packetsSinceStart;
    private bool _lastWasCorrupt;
    private long _corruptPackets;

    private MediaReader(FormatHandle format, Interrupt interrupt, MediaReaderOptions options, string name, int streamIndex,
        ParametersHandle parameters, RtspInput? camera, PictureFeed? pictures)
    {
        (_format, _interrupt, _readTimeout, Name, _streamIndex, _camera, _pictures) = (format, interrupt, options.ReadTimeout, name, streamIndex, camera, pictures);
        var context = new AvFormatContext(format.Address);
        Video = new VideoStreamInfo(name, camera is null ? context.FormatName : RtspInput.Container, context, context.Stream(streamIndex), parameters);
        HasAudio = camera?.HasAudio ?? false;
        for (var i = 0; i < context.StreamCount; i++)
        {
            var stream = context.Stream(i);
            HasAudio |= stream.Parameters.CodecType == LibAvUtil.AVMEDIA_TYPE_AUDIO;
            if (i != streamIndex)
                stream.SetDiscard(LibAvCodec.AVDISCARD_ALL);
        }
    }

    /// <summary>The input for messages: a file's name or a URL without its secrets.</summary>
    public string Name { get; }

    public VideoStreamInfo Video { get; }

    /// <summary>There is sound too; it is never read.</summary>
    public bool HasAudio { get; }

    /// <summary>It is one picture that a server gives when it is asked: there is another only when it is opened again.</summary>
    public bool IsStill => _pictures?.IsStill ?? false;

    /// <summary>How the input ended, once <see cref="TryRead"/> has answered false.</summary>
    public MediaEnd End { get; private set; }

    /// <summary>Video packets read so far, over all loops.</summary>
    public long PacketsRead { get; private set; }

    /// <summary>Of those, the ones marked corrupt, and stretches that could not be read at all.</summary>
    public long CorruptPackets => _corruptPackets + (_pictures?.Lost ?? 0);

    /// <summary>Opens, probes, and chooses the best video stream.</summary>
    /// <param name="url">A path, or a URL of a protocol that libav knows.</param>
    /// <exception cref="MediaException">One line says why it cannot be read.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancel"/> fired.</exception>
    public static MediaReader Open(string url, MediaReaderOptions? options = null, CancellationToken cancel = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(url);
        options ??= new MediaReaderOptions();
        options.Validate();
        MediaLibrary.Load();
        return MediaOpener.Open(url, options, cancel);
    }

    /// <param name="camera">What speaks to the camera in place of a demuxer.</param>
    /// <param name="pictures">What gives its packets in place of a demuxer.</param>
    internal static MediaReader Create(
        FormatHandle format, Interrupt interrupt, MediaReaderOptions options, string name, int streamIndex, RtspInput? camera = null, PictureFeed? pictures = null)
    {
        var parameters = new ParametersHandle();
        var source = new AvFormatContext(format.Address).Stream(streamIndex).Parameters;
        if (LibAvCodec.avcodec_parameters_copy(parameters, source.Address) < 0)
            throw new InsufficientMemoryException("avcodec_parameters_copy failed");
        return new MediaReader(format, interrupt, options, name, streamIndex, parameters, camera, pictures);
    }

    /// <summary>Reads the next video packet; its times are in 1/90,000 s.</summary>
    /// <returns>False at the end; <see cref="End"/> then says which.</returns>
    /// <exception cref="MediaException">The connection failed, or <see cref="MediaReaderOptions.ReadTimeout"/> passed.</exception>
    public bool TryRead(MediaPacket packet, CancellationToken cancel = default)
    {
        for (var unreadable = 0; End == MediaEnd.None;)
        {
            _interrupt.Begin(_readTimeout, cancel);
            LogCapture.Begin();
            LibAvCodec.av_packet_unref(packet.Handle);
            var result = _pictures is null ? LibAvFormat.av_read_frame(_format, packet.Handle) : _pictures.Read(packet.Handle);
            if (result >= 0)
            {
                unreadable = 0;
                if (new AvPacket(packet.Handle.Address).StreamIndex != _streamIndex)
                    continue;
                Accept(packet);
                return true;
            }
            if (result == Errors.InvalidData || result == Errors.Again)
            {
                _corruptPackets++;
                if (++unreadable >= MaxUnreadableInSequence)
                    End = AtCut ? MediaEnd.Truncated : MediaEnd.Damaged;
            }
            else
                EndOrThrow(result, cancel);
        }
        return false;
    }

    /// <summary>Makes the next packet the first one again.</summary>
    /// <exception cref="MediaException">The input cannot seek, as no live input can.</exception>
    public void SeekToStart(CancellationToken cancel = default)
    {
        _interrupt.Begin(_readTimeout, cancel);
        LogCapture.Begin();
        if ((_pictures is null ? Seek() : _pictures.TryStartAgain() ? 0 : Errors.IllegalSeek) is < 0 and var error)
            throw MediaException.From(error, Name);
        (_packetsSinceStart, _lastWasCorrupt, End) = (0, false, MediaEnd.None);
    }

    internal bool IsClosed => _format.IsClosed;

    /// <summary>Ends the blocking call now running, and every later one, with an <see cref="OperationCanceledException"/>.</summary>
    public void Abort() => _interrupt.Abort();

    public void Dispose()
    {
        _format.Dispose();
        _camera?.Dispose();
        _interrupt.Dispose();
        Video.Parameters.Dispose();
    }

    private void Accept(MediaPacket packet)
    {
        var clock = new AvFormatContext(_format.Address).Stream(_streamIndex).TimeBase;
        LibAvCodec.av_packet_rescale_ts(packet.Handle, clock, Rational.Clock90kHz);
        PacketsRead++;
        _packetsSinceStart++;
        _lastWasCorrupt = packet.IsCorrupt;
        if (_lastWasCorrupt)
            _corruptPackets++;
    }

    private int Seek()
    {
        // MPEG streams have no index: their search by decode time would land behind a key frame that is shown later.
        var result = Video.Container is "mpegts" or "mpeg" ? SeekToByte0() : SeekToTime(new AvFormatContext(_format.Address).StartTime);
        return result < 0 ? SeekToByte0() : result;
    }

    private int SeekToTime(long start)
    {
        if (start == LibAvUtil.AV_NOPTS_VALUE)
            start = 0;
        return LibAvFormat.avformat_seek_file(_format, -1, long.MinValue, start, start, 0);
    }

    private int SeekToByte0() => LibAvFormat.avformat_seek_file(_format, -1, 0, 0, 0, LibAvFormat.AVSEEK_FLAG_BYTE);

    private void EndOrThrow(int result, CancellationToken cancel)
    {
        cancel.ThrowIfCancellationRequested();
        if (_interrupt.Aborted)
            throw new OperationCanceledException($"{Name}: reading was aborted");
        _camera?.ThrowFault();
        // A broken connection looks like the end of the file to a demuxer.
        if (_pictures is null && result == Errors.EndOfFile && new AvFormatContext(_format.Address).IoError is < 0 and var io)
            result = io;
        if (result == Errors.EndOfFile)
            End = AtCut ? MediaEnd.Truncated : MediaEnd.Clean;
        // The interrupt's mark sticks to the connection: a later read meets it before its own deadline.
        else if (result == Errors.Exit || _interrupt.TimedOut)
            throw _pictures is null ? MediaOpener.TimedOut(Name, _camera?.Silence ?? "no data", _readTimeout) : MediaOpener.TimedOut(Name, "no picture", _readTimeout, "; if it sends them more rarely, it must be waited for longer");
        else
            throw MediaException.From(result, Name);
    }

    // Matroska has neither a count of frames nor marks a cut packet; its demuxer only says it.
    private bool AtCut => _lastWasCorrupt || _packetsSinceStart < Video.IndexedFrames
        || LogCapture.LastError.StartsWith("File ended prematurely", StringComparison.Ordinal);
}
