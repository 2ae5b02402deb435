using FFmpeg.Native;
using Media;

namespace FFmpeg;

/// <summary>From libav's error numbers to exceptions.</summary>
internal static class MediaExceptions
{
    extension(MediaException)
    {
        /// <param name="subject">What failed: a file name or URL, or the decoder's name.</param>
        /// <param name="url">Where it was opened: what is secret in that is in no line of libav's.</param>
        internal static MediaException From(int code, string subject, string url = "")
        {
            var logged = UrlRedactor.Redact(LogCapture.LastError, url);
            return logged.Contains("not on whitelist", StringComparison.OrdinalIgnoreCase)
                ? NotAllowed(subject, logged)
                : new MediaException(Errors.Kind(code), $"{subject}: {MediaAdvice.Explain(code, logged)}");
        }
    }

    // Protocol 'file' not on whitelist 'http,https,tcp'!
    private static MediaException NotAllowed(string subject, string logged) => logged.StartsWith("Protocol", StringComparison.Ordinal)
        ? new(MediaErrorKind.NotAllowed, $"{subject}: it leads to an address of the protocol {logged.Split(' ')[1]}, which is not allowed")
        : new(MediaErrorKind.InvalidData, $"{subject}: not a video container that is known here");
}
