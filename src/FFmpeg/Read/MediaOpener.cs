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
        FormatHandle? format = null;
        try
        {
            interrupt.Begin(options.OpenTimeout, cancel);
            LogCapture.Begin();
            format = OpenInput(url, name, options, interrupt, cancel);
            var result = LibAvFormat.avformat_find_stream_info(format, 0);
            if (result < 0 || cancel.IsCancellationRequested || interrupt.TimedOut)
                throw Failure(result, url, name, options, interrupt, cancel);
            return MediaReader.Create(format, interrupt, options, name, FindVideo(format, name));
        }
        catch
        {
            format?.Dispose();
            interrupt.Dispose();
            throw;
        }
    }

    private static FormatHandle OpenInput(string url, string name, MediaReaderOptions options, Interrupt interrupt, CancellationToken cancel)
    {
        var inputFormat = options.Format is { } format ? FindFormat(format, name) : 0;
        var context = LibAvFormat.avformat_alloc_context();
        new AvFormatContext(context).SetInterrupt(Interrupt.Callback, interrupt.State);
        nint dictionary = 0;
        foreach (var (key, value) in options.ToLibav())
            _ = LibAvUtil.av_dict_set(ref dictionary, key, value, 0);
        var result = LibAvFormat.avformat_open_input(ref context, url, inputFormat, ref dictionary);
        // What nobody took stays in the dictionary.
        var unknown = options.FormatOptions.Keys.FirstOrDefault(key => LibAvUtil.av_dict_get(dictionary, key, 0, 0) != 0);
        LibAvUtil.av_dict_free(ref dictionary);
        if (result < 0)
            throw Failure(result, url, name, options, interrupt, cancel);
        var opened = new FormatHandle(context);
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
        return index;
    }

    private static Exception Failure(int code, string url, string name, MediaReaderOptions options, Interrupt interrupt, CancellationToken cancel)
    {
        if (cancel.IsCancellationRequested)
            return new OperationCanceledException(cancel);
        if (interrupt.TimedOut)
            return TimedOut(name, "could not be opened", options.OpenTimeout, ": is the address right, does it send, does a firewall drop it?");
        // A device has no length either.
        if (options.Format is null && new FileInfo(url) is { Exists: true, Length: 0 })
            return new MediaException(MediaErrorKind.InvalidData, $"{name}: the file is empty");
        return MediaException.From(code, name);
    }
}
