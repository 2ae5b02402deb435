namespace WebRtc.Sdp;

/// <summary>One payload type and what was said of it.</summary>
/// <param name="Parameters">Of a=fmtp, as written.</param>
/// <param name="Feedback">Of a=rtcp-fb, as written: "nack pli".</param>
internal sealed record RtpCodec(int PayloadType, string Name, int ClockRate, string Parameters, IReadOnlyList<string> Feedback, int Channels = 1)
{
    public string? Parameter(string name)
    {
        foreach (var pair in Parameters.Split(';', StringSplitOptions.TrimEntries))
            if (pair.Length > name.Length && pair[name.Length] == '=' && pair.StartsWith(name, StringComparison.OrdinalIgnoreCase))
                return pair[(name.Length + 1)..];
        return null;
    }
}
