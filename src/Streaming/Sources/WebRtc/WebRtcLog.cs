namespace Streaming.Sources.WebRtc;

/// <summary>What is logged of WebRTC publishers.</summary>
public static partial class WebRtcLog
{
    [LoggerMessage(20, LogLevel.Information, "WebRTC publishers are taken on UDP {Address}")]
    public static partial void WebRtcListening(this ILogger log, string address);

    [LoggerMessage(21, LogLevel.Warning, "Nobody can publish by WebRTC: {Fault}")]
    public static partial void WebRtcMissing(this ILogger log, string fault);
}
