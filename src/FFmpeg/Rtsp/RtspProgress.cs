using System.Diagnostics;

namespace FFmpeg.Rtsp;

/// <summary>How far the opening of a camera has come, and what it sends: what to say when it takes too long.</summary>
internal sealed class RtspProgress
{
    private readonly long _began = Stopwatch.GetTimestamp();
    private string _asked = "";
    private bool _hasAnswered;
    private SessionDescription? _description;
    private IReadOnlyList<string> _others = [];
    private bool _isUdp;
    private bool _plays;
    private bool _begins;
    private long _video;
    private long _othersSinceVideo;

    internal void Asked(string method) => _asked = method;

    internal RtspReply Answered(RtspReply reply)
    {
        _hasAnswered = true;
        return reply;
    }

    internal void Plays(SessionDescription description, IReadOnlyList<string> others, bool isUdp) => (_description, _others, _isUdp, _plays) = (description, others, isUdp, true);

    /// <summary>What a decoder can begin with is there.</summary>
    internal void Begins() => _begins = true;

    internal void Video() => (_video, _othersSinceVideo) = (_video + 1, 0);

    internal void Other() => _othersSinceVideo++;

    /// <summary>While it is opened: what did not happen, and what to look at.</summary>
    /// <param name="timeout">Of one answer, or the first packet.</param>
    internal string Overdue(TimeSpan timeout) => Overdue($"{timeout.TotalSeconds:0.###}", $"{Stopwatch.GetElapsedTime(_began).TotalSeconds:0}");

    private string Overdue(string seconds, string elapsed) => this switch
    {
        { _hasAnswered: false } => $"could not be opened within {seconds} s: is the address right, does it send, does a firewall drop it?",
        { _plays: false } => $"it did not answer {_asked} within {seconds} s: is it overloaded?",
        { _begins: true } => $"it sends video ({_description!.Encoding}), but too little within {seconds} s to tell what it is",
        { _video: > 0 } => $"it sends video ({_description!.Encoding}), but no key frame with its parameter sets came within {elapsed} s: shorten the camera's key frame interval (GOP)",
        { _othersSinceVideo: > 0 } => $"it sends {(_others is [] ? "other data" : string.Join(", ", _others.Take(4)))}, but no video within {elapsed} s: is video switched on in the camera?",
        { _isUdp: true } => $"it plays, but no packet came by UDP within {seconds} s: a firewall or NAT between may drop them; try the transport tcp",
        _ => $"it plays, but no packet came within {seconds} s: does it send, or does it need another transport (tcp, udp or auto)?",
    };

    /// <summary>After it was opened: what does not come.</summary>
    internal string Silence => _othersSinceVideo == 0 ? "no data" : $"{(_others is [] ? "other data" : string.Join(", ", _others.Take(4)))} goes on, but no video came";

    internal bool HasAudio => _others.Any(other => other.StartsWith("audio", StringComparison.Ordinal));
}
