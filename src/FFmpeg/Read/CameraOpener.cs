using System.Net;
using System.Net.Sockets;
using FFmpeg.Native;
using FFmpeg.Rtsp;
using Media;

namespace FFmpeg;

/// <summary>The steps from an RTSP URL to a reader: the dialogue with the camera is ours, what its packets hold is libav's to tell.</summary>
internal static class CameraOpener
{
    internal static MediaReader Open(string url, string name, MediaReaderOptions options, CancellationToken cancel)
    {
        var (interrupt, progress) = (new Interrupt(), new RtspProgress());
        RtspInput? input = null;
        FormatHandle? format = null;
        try
        {
            interrupt.Begin(options.OpenTimeout, cancel);
            input = new RtspInput(Play(url, name, options, interrupt, progress, cancel), progress);
            format = input.OpenFormat(name, options, interrupt);
            LogCapture.Begin();
            var result = LibAvFormat.avformat_find_stream_info(format, 0);
            input.ThrowFault();
            interrupt.ThrowIfOver();
            if (result < 0)
                throw MediaException.From(result, name);
            return MediaReader.Create(format, interrupt, url, options, name, MediaOpener.FindVideo(format, name), input);
        }
        catch (Exception e)
        {
            format?.Dispose();
            input?.Dispose();
            interrupt.Dispose();
            if (e is OperationCanceledException && !cancel.IsCancellationRequested)
                throw new MediaException(MediaErrorKind.Timeout, $"{name}: {progress.Overdue(options.OpenTimeout)}");
            throw;
        }
    }

    private static RtspSession Play(string url, string name, MediaReaderOptions options, Interrupt interrupt, RtspProgress progress, CancellationToken cancel)
    {
        var scheme = url[..url.IndexOf(':')];
        if (options.AllowedProtocols?.Contains(scheme, StringComparer.OrdinalIgnoreCase) == false)
            throw new MediaException(MediaErrorKind.NotAllowed, $"{name}: it leads to an address of the protocol '{scheme}', which is not allowed");
        var faults = new RtspFaults(name);
        var camera = new RtspOptions(options.RtspTransport, options.OpenTimeout, options.KeyFrameTimeout, options.AllowedProtocols);
        var setup = new RtspOpening(camera, interrupt, faults, progress, Resolve).Open(UrlRedactor.EscapeUserInfo(url));
        return new RtspSession(setup, camera, interrupt, faults, progress);

        IPAddress[] Resolve(RtspAddress address)
        {
            if (IPAddress.TryParse(address.Host, out var literal))
                return [literal];
            try
            {
                return DetachedOpen.Run(() => Dns.GetHostAddresses(address.Host), name, options.OpenTimeout, cancel);
            }
            catch (SocketException e)
            {
                throw faults.NoHost(address, e);
            }
        }
    }
}
