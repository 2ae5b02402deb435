using System.Diagnostics;
using FFmpeg.Native;
using FFmpeg.Rtsp;
using Media;

namespace FFmpeg;

/// <summary>Reads the compressed video of a file or URL, packet by packet.</summary>
/// <remarks>
/// Where its video goes on as another stream, or of another codec, it follows, and <see cref="Video"/> becomes another.
/// One thread at a time, <see cref="Dispose"/> too; only <see cref="Abort"/> may come from another.
/// </remarks>
public sealed class MediaReader : IDisposable
{
    // A few unreadable stretches are skipped; a container that is rubbish from here on ends the input.
    private const int MaxUnreadableInSequence = 32;

    // A stall of seconds says little of how far apart frames are, and a camera of two frames an hour is none to be waited for.
    private const int Patience = 3, Smoothing = 8;
    private static readonly TimeSpan LongestInterval = TimeSpan.FromMinutes(2);

    private const int TransportPacketBytes = 188;

    // A splice of which the times go on by themselves.
    private const long LongestSeamTicks = 90_000;

    private readonly Interrupt _interrupt;
    private readonly MediaReaderOptions _options;
    private readonly string _url;
    private readonly RtspInput? _camera;
    private readonly PictureFeed? _pictures;
    private readonly VideoSuccessor _successor = new();
    private FormatHandle _format;
    private int _streamIndex;
    private long _packetsSinceStart;
    private bool _lastWasCorrupt;
    private long _corruptPackets;

    // Of the newest packet: its place in the input, -1 when unknown, and when it came.
    private long _position = -1, _lastArrival;

    // Media time: the end of what was read, and what is added where another video goes on after it with times of its own.
    private long _end, _shift;
    private bool _isSeam;

    private MediaReader(
        FormatHandle format, Interrupt interrupt, string url, MediaReaderOptions options, string name, int streamIndex, RtspInput? camera, PictureFeed? pictures)
    {
        (_format, _interrupt, _url, _options, Name, _camera, _pictures) = (format, interrupt, url, options, name, camera, pictures);
        Video = Choose(streamIndex);
        HasAudio = camera?.HasAudio ?? false;
        LeaveOutOthers();
        FrameInterval = Video.FrameRate > 0 ? Bounded(TimeSpan.FromSeconds(1 / Video.FrameRate)) : TimeSpan.Zero;
    }

    /// <summary>The input for messages: a file's name or a URL without its secrets.</summary>
    public string Name { get; }

    public VideoStreamInfo Video { get; private set; }

    /// <summary>How often <see cref="Video"/> has become another: the packet just read is of the new one, and needs another decoder.</summary>
    public int VideoChanges { get; private set; }

    /// <summary>How far apart packets of video are, by what the container says and then by their coming; zero before that is known.</summary>
    public TimeSpan FrameInterval { get; private set; }

    /// <summary>There is sound too; it is never decoded.</summary>
    public bool HasAudio { get; private set; }

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
        FormatHandle format, Interrupt interrupt, string url, MediaReaderOptions options, string name, int streamIndex, RtspInput? camera = null, PictureFeed? pictures = null) =>
        new(format, interrupt, url, options, name, streamIndex, camera, pictures);

    /// <summary>Reads the next video packet; its times are in 1/90,000 s.</summary>
    /// <returns>False at the end; <see cref="End"/> then says which.</returns>
    /// <exception cref="MediaException">
    /// The connection failed, <see cref="MediaReaderOptions.ReadTimeout"/> or <see cref="MediaReaderOptions.VideoTimeout"/> passed, or
    /// (<see cref="MediaErrorKind.Changed"/>) its video goes on in another codec and the input cannot be read again from there.
    /// </exception>
    public bool TryRead(MediaPacket packet, CancellationToken cancel = default)
    {
        var asked = Stopwatch.GetTimestamp();
        for (var unreadable = 0; End == MediaEnd.None;)
        {
            if (_successor.TryTake(packet))
                return Accept(packet);
            _interrupt.Begin(AtLeast(_options.ReadTimeout), cancel);
            LogCapture.Begin();
            LibAvCodec.av_packet_unref(packet.Handle);
            var result = _pictures is null ? LibAvFormat.av_read_frame(_format, packet.Handle) : _pictures.Read(packet.Handle);
            if (result >= 0)
            {
                unreadable = 0;
                if (IsOfVideo(packet, cancel))
                    return Accept(packet);
                if (Stopwatch.GetElapsedTime(asked) is var waited && waited > AtLeast(_options.VideoTimeout))
                    throw MediaOpener.TimedOut(Name, $"{(HasAudio ? "its sound" : "other data of it")} goes on, but no packet of video came", AtLeast(_options.VideoTimeout));
                continue;
            }
            if (result == Errors.InvalidData || result == Errors.Again)
            {
                _corruptPackets++;
                if (++unreadable >= MaxUnreadableInSequence)
                    End = AtCut ? MediaEnd.Truncated : MediaEnd.Damaged;
            }
            else
                EndOrThrow(result, cancel);
            if (End != MediaEnd.None && _successor.IsReadyAtEnd)
                Succeed();
        }
        return false;
    }

    /// <summary>Makes the next packet the first one again.</summary>
    /// <exception cref="MediaException">The input cannot seek, as no live input can.</exception>
    public void SeekToStart(CancellationToken cancel = default)
    {
        (_end, _shift, _position) = (0, 0, -1);
        if (VideoChanges > 0)
        {
            // Its first packets are of the codec that it began with.
            Reopen(0, cancel);
            (_packetsSinceStart, _lastWasCorrupt, End, _isSeam) = (0, false, MediaEnd.None, false);
            return;
        }

        _interrupt.Begin(_options.ReadTimeout, cancel);
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
        _successor.Dispose();
        _format.Dispose();
        _camera?.Dispose();
        _interrupt.Dispose();
        Video.Parameters.Dispose();
    }

    /// <summary>Whether the packet is the next of the video; if it is of another video that takes its place, that is followed.</summary>
    private bool IsOfVideo(MediaPacket packet, CancellationToken cancel)
    {
        var index = new AvPacket(packet.Handle.Address).StreamIndex;
        var context = new AvFormatContext(_format.Address);
        if (index != _streamIndex)
        {
            if (context.Stream(index).Parameters.CodecType == LibAvUtil.AVMEDIA_TYPE_VIDEO)
                _successor.Add(packet, context.Stream(index), index);
            if (_successor.IsReady(Video.FrameRate))
                Succeed();
            return false;
        }

        if (_successor.Interrupted() is { } companion)
            context.Stream(companion).SetDiscard(LibAvCodec.AVDISCARD_ALL);
        if (CodecSignature.Instead(Video, packet.Data) is not { } codec)
            return true;
        ReopenAs(codec, cancel);
        return false;
    }

    /// <summary>Another stream of the input is its video from here on.</summary>
    private void Succeed()
    {
        Become(Choose(_successor.Index));
        _successor.Succeeded();
        End = MediaEnd.None;
    }

    /// <summary>libav goes on with the codec that it met first: what can be read again is, from the last packet of that on.</summary>
    private void ReopenAs(string codec, CancellationToken cancel)
    {
        var change = $"{Name}: its video changes from {Video.Codec} to {codec}";
        var canSeek = Video.Container == "mpegts" && (Video.Duration is not null || File.Exists(_url));
        if (!canSeek || _position < 0)
            throw new MediaException(MediaErrorKind.Changed, change);
        // Behind the start of the last packet that was read: what is left of it without a start is passed over.
        Reopen(_position + TransportPacketBytes, cancel);
        // There it would be found again, and again.
        if (Video.Codec != codec)
            throw new MediaException(MediaErrorKind.Changed, change);
    }

    private void Reopen(long position, CancellationToken cancel)
    {
        var options = _options with { FormatOptions = new Dictionary<string, string>(_options.FormatOptions) { ["skip_initial_bytes"] = $"{position}" } };
        _interrupt.Begin(_options.OpenTimeout, cancel);
        LogCapture.Begin();
        var format = MediaOpener.OpenFormat(_url, null, Name, options, _interrupt, cancel, out var index);
        _successor.Dispose();
        _format.Dispose();
        _format = format;
        Become(Choose(index));
        LeaveOutOthers();
    }

    private VideoStreamInfo Choose(int streamIndex)
    {
        var context = new AvFormatContext(_format.Address);
        var parameters = new ParametersHandle();
        if (LibAvCodec.avcodec_parameters_copy(parameters, context.Stream(streamIndex).Parameters.Address) < 0)
            throw new InsufficientMemoryException("avcodec_parameters_copy failed");
        _streamIndex = streamIndex;
        return new VideoStreamInfo(Name, _camera is null ? context.FormatName : RtspInput.Container, context, context.Stream(streamIndex), parameters, Video);
    }

    /// <summary>All but the video, and one stream of sound where that is to be heard. What may take its place is read: what appears later, and all of a transport stream.</summary>
    private void LeaveOutOthers()
    {
        var context = new AvFormatContext(_format.Address);
        // A playlist's sound may be a download of its own.
        var isHeard = !_options.HearSound || context.FormatName is "hls" or "dash";
        for (var i = 0; i < context.StreamCount; i++)
        {
            var type = context.Stream(i).Parameters.CodecType;
            var isAudio = type == LibAvUtil.AVMEDIA_TYPE_AUDIO;
            HasAudio |= isAudio;
            if (i != _streamIndex && (!isAudio || isHeard) && !(type == LibAvUtil.AVMEDIA_TYPE_VIDEO && context.FormatName == "mpegts"))
                context.Stream(i).SetDiscard(LibAvCodec.AVDISCARD_ALL);
            isHeard |= isAudio;
        }
    }

    private void Become(VideoStreamInfo video)
    {
        Video.Parameters.Dispose();
        (Video, _isSeam) = (video, true);
        VideoChanges++;
    }

    private bool Accept(MediaPacket packet)
    {
        var clock = new AvFormatContext(_format.Address).Stream(_streamIndex).TimeBase;
        LibAvCodec.av_packet_rescale_ts(packet.Handle, clock, Rational.Clock90kHz);
        var native = new AvPacket(packet.Handle.Address);
        _position = native.Position >= 0 ? native.Position : _position;
        Observe();
        Join(packet);
        PacketsRead++;
        _packetsSinceStart++;
        _lastWasCorrupt = packet.IsCorrupt;
        if (_lastWasCorrupt)
            _corruptPackets++;
        return true;
    }

    /// <summary>How far apart packets come.</summary>
    private void Observe()
    {
        var now = Stopwatch.GetTimestamp();
        if (_lastArrival != 0)
        {
            var gap = Stopwatch.GetElapsedTime(_lastArrival, now);
            FrameInterval = Bounded(FrameInterval == TimeSpan.Zero ? gap : FrameInterval + (gap - FrameInterval) / Smoothing);
        }

        _lastArrival = now;
    }

    private static TimeSpan Bounded(TimeSpan interval) => interval < LongestInterval ? interval : LongestInterval;

    private TimeSpan AtLeast(TimeSpan timeout) => timeout > Patience * FrameInterval ? timeout : Patience * FrameInterval;

    /// <summary>Lets the times of a video that took another's place go on after those.</summary>
    private void Join(MediaPacket packet)
    {
        if (packet.Pts90kHz is not { } pts)
            return;
        var frame = Video.FrameRate > 0 ? (long)(90_000 / Video.FrameRate) : 3000;
        if (_isSeam && pts + _shift - _end is var gap && (gap < -2 * frame || gap > LongestSeamTicks))
            _shift = _end - pts;
        _isSeam = false;
        if (_shift != 0)
            packet.Pts90kHz = pts + _shift;
        _end = Math.Max(_end, pts + _shift + frame);
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
            throw _pictures is null
                ? MediaOpener.TimedOut(Name, _camera?.Silence ?? "no data", AtLeast(_options.ReadTimeout))
                : MediaOpener.TimedOut(Name, "no picture", AtLeast(_options.ReadTimeout), "; if it sends them more rarely, it must be waited for longer");
        else
            throw MediaException.From(result, Name);
    }

    // Matroska has neither a count of frames nor marks a cut packet; its demuxer only says it.
    private bool AtCut => _lastWasCorrupt || _packetsSinceStart < Video.IndexedFrames
        || LogCapture.LastError.StartsWith("File ended prematurely", StringComparison.Ordinal);
}
