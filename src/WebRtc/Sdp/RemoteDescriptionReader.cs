using WebRtc.Dtls;
using WebRtc.Ice;

namespace WebRtc.Sdp;

/// <summary>Reads an offer or an answer as WebRTC needs it: one bundle, RTCP on the same port, ICE, a fingerprint; RFC 8829 §5.8.</summary>
internal static class RemoteDescriptionReader
{
    private const int MaxMid = 64;

    private static readonly string[] Setups = ["actpass", "active", "passive"];

    /// <returns>Null with a <paramref name="problem"/>.</returns>
    public static RemoteDescription? Read(string text, out string problem)
    {
        var sections = SdpParser.Parse(text, out problem);
        if (problem.Length > 0)
            return null;
        if (sections.Count < 2)
            problem = "there is no media section (m=)";
        else
            problem = Mux(sections) ?? Bundle(sections) ?? "";
        if (problem.Length > 0)
            return null;

        // What the first section does not say for the whole bundle, the session may.
        string? Find(string name) => sections[1].Find(name) ?? sections[0].Find(name);
        var fingerprints = sections[1].All("fingerprint").Concat(sections[0].All("fingerprint"));
        var fingerprint = fingerprints.Select(DtlsFingerprint.Parse).FirstOrDefault(known => known is not null);
        problem = Ice(Find("ice-ufrag"), Find("ice-pwd")) ?? Setup(Find("setup"))
            ?? (fingerprint is null ? "a=fingerprint with sha-256, sha-384 or sha-512 is missing" : "");
        if (problem.Length > 0)
            return null;

        return new(
            new(Find("ice-ufrag")!, Find("ice-pwd")!), fingerprint!, Find("setup")!, Bundled(sections).Length > 0,
            [.. sections.SelectMany(section => section.All("candidate"))],
            [.. sections.Skip(1).Select(RemoteMediaReader.Read)]);
    }

    private static string? Mux(IReadOnlyList<SdpSection> sections)
    {
        foreach (var section in sections.Skip(1))
        {
            if (section.Find("mid") is { Length: > MaxMid } mid)
                return $"a=mid of {mid.Length} characters: {MaxMid} are allowed";
            if (!section.Has("rtcp-mux") && section.Protocol.Contains("RTP", StringComparison.Ordinal))
                return $"m={section.Kind} has no a=rtcp-mux: RTP and RTCP come on one port here";
        }
        return null;
    }

    private static string? Bundle(IReadOnlyList<SdpSection> sections)
    {
        if (sections.Count == 2)
            return null;
        var bundle = Bundled(sections);
        var outside = sections.Skip(1).FirstOrDefault(section => !bundle.Contains(section.Find("mid")));
        return outside is null ? null : $"m={outside.Kind} is not in a=group:BUNDLE: all media come on one transport here";
    }

    /// <summary>"BUNDLE", then the mids.</summary>
    private static string[] Bundled(IReadOnlyList<SdpSection> sections) =>
        sections[0].All("group").FirstOrDefault(group => group.StartsWith("BUNDLE ", StringComparison.Ordinal))?.Split(' ') ?? [];

    private static string? Ice(string? ufrag, string? password) =>
        ufrag is null || !IceCredentials.IsUfrag(ufrag) ? $"a=ice-ufrag must have {IceCredentials.MinUfrag} to {IceCredentials.MaxLength} ICE characters"
        : password is null || !IceCredentials.IsPassword(password) ? $"a=ice-pwd must have {IceCredentials.MinPassword} to {IceCredentials.MaxLength} ICE characters"
        : null;

    private static string? Setup(string? setup) => Setups.Contains(setup) ? null : "a=setup must be actpass, active or passive";
}
