using FFmpeg.Native;
using FFmpeg.Rtsp;
using Media;

namespace FFmpeg;

/// <summary>The steps from a URL to a reader, and what to say when one of them fails.</summary>
internal static class MediaOpener
{
    private static readonly Lazy<int> Network = new(LibAvFormat.avformat_network_init);

    internal static MediaReader Open(string url, MediaReaderOptions options, CancellationToken cancel)
    {
        cancel.ThrowIfCancellationRequested();
        _ = Network.Value;
        var name = url.Contains("://", StringComparison.Ordinal) ? UrlRedactor.Redact(url) : Path.GetFileName(url);
        if (RtspAddress.IsOne(url))
            return CameraOpener.Open(url, name, options, cancel);
        return DetachedOpen.IsNeeded(url)
            ? DetachedOpen.Run(() => OpenHere(url, name, options, cancel), name, options.OpenTimeout, cancel)
            : OpenHere(url, name, options, cancel);
    }

    internal static MediaException TimedOut(string name, string what, TimeSpan timeout, string advice = "") =>
        new(MediaErrorKind.Timeout, $"{name}: {what} within {timeout.TotalSeconds:0.###} s{advice}");

    private static MediaReader OpenHere(string url, string name, MediaReaderOptions options, CancellationToken cancel)
    {
        var interrupt = new Interrupt();
        HttpAnswer? answer = null;
        FormatHandle? format = null;
        try
        {
            interrupt.Begin(options.OpenTimeout, cancel);
            LogCapture.Begin();
            if (options.Format is null && (HttpAnswer.IsHttp(url) || IsPictureFile(url, options)))
                answer = Ask(url, name, options, interrupt, cancel);
            if (answer is { IsPictures: true } && OpenPictures(answer, url, name, options, interrupt, cancel) is { } pictures)
                return pictures;
            format = OpenFormat(url, answer, name, options, interrupt, cancel, out var video);
            return MediaReader.Create(format, interrupt, url, options, name, video);
        }
        catch
        {
            format?.Dispose();
            answer?.Dispose();
            interrupt.Dispose();
            throw;
        }
    }

    private static HttpAnswer Ask(string url, string name, MediaReaderOptions options, Interrupt interrupt, CancellationToken cancel)
    {
        var answer = HttpAnswer.Open(url, options, interrupt, out var error);
        if (answer is null)
            throw Failure(error, url, null, name, options, interrupt, cancel);
        if (HttpAdvice.WhyUnplayable(answer) is not { } why)
            return answer;
        answer.Dispose();
        throw new MediaException(MediaErrorKind.Unsupported, $"{name}: {why}");
    }

    private static bool IsPictureFile(string url, MediaReaderOptions options)
    {
        if (url.Contains("://", StringComparison.Ordinal) || new FileInfo(url) is not { Exists: true, Length: > 0 and var length } || length > options.MaxPictureBytes)
            return false;
        Span<byte> head = stackalloc byte[16];
        using var file = File.OpenRead(url);
        return PictureHeader.IsPicture(head[..file.ReadAtLeast(head, head.Length, throwOnEndOfStream: false)]);
    }

    /// <returns>Null for a file of many pictures, whose rate libav makes up.</returns>
    private static MediaReader? OpenPictures(HttpAnswer answer, string url, string name, MediaReaderOptions options, Interrupt interrupt, CancellationToken cancel)
    {
        try
        {
            var feed = PictureFeed.Open(answer, options.MaxPictureBytes, out var error)
                ?? throw (error == Errors.EndOfFile ? HttpAdvice.WithoutPicture(answer, name) : Failure(error, url, answer, name, options, interrupt, cancel));
            if (feed.IsStill || HttpAnswer.IsHttp(url))
                return MediaReader.Create(Describe(feed, answer.Io), interrupt, url, options, name, 0, pictures: feed);
            _ = LibAvFormat.avio_seek(answer.Io.Address, 0, 0);
            return null;
        }
        catch (MediaException e) when (!e.Message.StartsWith(name, StringComparison.Ordinal))
        {
            throw new MediaException(e.Kind, $"{name}: {e.Message}");
        }
    }

    /// <summary>What a demuxer would have made of it: a context with one stream of pictures, whose times count 90,000 a second.</summary>
    private static FormatHandle Describe(PictureFeed feed, IoHandle io)
    {
        var context = new FormatHandle(LibAvFormat.avformat_alloc_context(), io);
        new AvFormatContext(context.Address).SetIo(io.Address);
        var stream = new AvStream(LibAvFormat.avformat_new_stream(context.Address, 0));
        stream.SetTimeBase(Rational.Clock90kHz);
        stream.Parameters.Set(CodecOpener.IdOf(PictureDecoder.CodecOf(feed.Header.Type)), 0, 0);
        stream.Parameters.SetSize(feed.Header.Width, feed.Header.Height);
        return context;
    }

    /// <param name="answer">What it reads, where that is there already.</param>
    /// <param name="video">The stream that was chosen.</param>
    internal static FormatHandle OpenFormat(
        string url, HttpAnswer? answer, string name, MediaReaderOptions options, Interrupt interrupt, CancellationToken cancel, out int video)
    {
        var format = OpenInput(url, answer, name, options, interrupt, cancel);
        try
        {
            var result = LibAvFormat.avformat_find_stream_info(format, 0);
            if (result < 0 || cancel.IsCancellationRequested || interrupt.TimedOut)
                throw Failure(result, url, answer, name, options, interrupt, cancel);
            video = FindVideo(format, name);
            return format;
        }
        catch
        {
            format.Dispose();
            throw;
        }
    }

    private static FormatHandle OpenInput(string url, HttpAnswer? answer, string name, MediaReaderOptions options, Interrupt interrupt, CancellationToken cancel)
    {
        var inputFormat = options.Format is { } format ? FindFormat(format, name) : 0;
        var context = LibAvFormat.avformat_alloc_context();
        new AvFormatContext(context).SetInterrupt(interrupt.ForLibav);
        if (answer is not null)
            new AvFormatContext(context).SetIo(answer.Io.Address);
        nint dictionary = 0;
        foreach (var (key, value) in options.ToLibav(url))
            _ = LibAvUtil.av_dict_set(ref dictionary, key, value, 0);
        var result = LibAvFormat.avformat_open_input(ref context, url, inputFormat, ref dictionary);
        // What nobody took stays in the dictionary.
        var unknown = options.FormatOptions.Keys.Except(answer?.OptionsTaken ?? []).FirstOrDefault(key => LibAvUtil.av_dict_get(dictionary, key, 0, 0) != 0);
        LibAvUtil.av_dict_free(ref dictionary);
        if (result < 0)
            throw Failure(result, url, answer, name, options, interrupt, cancel);
        var opened = new FormatHandle(context, answer?.Io);
        if (unknown is null)
            return opened;
        opened.Dispose();
        throw new MediaException(MediaErrorKind.Unsupported, $"{name}: {nameof(options.FormatOptions)}: this input knows no option \"{unknown}\"");
    }

    internal static nint FindFormat(string format, string name)
    {
        var found = LibAvFormat.av_find_input_format(format);
        if (found == 0 && LibAvDevice.Register())
            found = LibAvFormat.av_find_input_format(format);
        return found != 0 ? found : throw new MediaException(MediaErrorKind.Unsupported, $"{name}: this build of FFmpeg knows no container \"{format}\"");
    }

    internal static int FindVideo(FormatHandle format, string name)
    {
        var index = LibAvFormat.av_find_best_stream(format, LibAvUtil.AVMEDIA_TYPE_VIDEO, -1, -1, 0, 0);
        var context = new AvFormatContext(format.Address);
        // The cover picture of a sound file is a stream of one frame.
        if (index < 0 || (context.Stream(index).Disposition & LibAvFormat.AV_DISPOSITION_ATTACHED_PIC) != 0)
            throw new MediaException(MediaErrorKind.NoVideoStream, $"{name}: it has no video stream{(context.StreamCount == 0 ? "" : $" ({context.StreamCount} other)")}");
        return context.FormatName is "hls" or "dash" ? LargestVideo(context, index) : index;
    }

    /// <summary>Of renditions of the same, the best: libav tells them apart by bit rates, which playlists need not give.</summary>
    private static int LargestVideo(AvFormatContext context, int index)
    {
        for (var i = 0; i < context.StreamCount; i++)
        {
            if (context.Stream(i).Parameters is { CodecType: LibAvUtil.AVMEDIA_TYPE_VIDEO } other && Pixels(other) > Pixels(context.Stream(index).Parameters))
                index = i;
        }

        return index;

        static long Pixels(AvCodecParameters video) => (long)video.Width * video.Height;
    }

    private static Exception Failure(int code, string url, HttpAnswer? answer, string name, MediaReaderOptions options, Interrupt interrupt, CancellationToken cancel)
    {
        if (cancel.IsCancellationRequested)
            return new OperationCanceledException(cancel);
        var timeout = interrupt.TimedOut ? $"it could not be opened within {options.OpenTimeout.TotalSeconds:0.###} s" : "";
        if (HttpAnswer.IsHttp(url) && HttpAdvice.Explain(code, url, answer, name, timeout) is { } known)
            return known;
        if (interrupt.TimedOut)
            return TimedOut(name, "could not be opened", options.OpenTimeout, ": is the address right, does it send, does a firewall drop it?");
        // A device has no length either.
        if (options.Format is null && new FileInfo(url) is { Exists: true, Length: 0 })
            return new MediaException(MediaErrorKind.InvalidData, $"{name}: the file is empty");
        if (options.Format is null && FirstBytes.OfFile(url) is { } seen)
            return new MediaException(seen.Kind, $"{name}: {seen}");
        return MediaException.From(code, name);
    }
}
