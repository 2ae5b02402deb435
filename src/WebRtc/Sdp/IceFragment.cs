using WebRtc.Ice;

namespace WebRtc.Sdp;

/// <summary>application/trickle-ice-sdpfrag: more candidates, or new credentials; RFC 8840 §9, RFC 9725 §4.3.</summary>
/// <param name="Credentials">Null: none are told, so the candidates are of the present ones.</param>
/// <param name="IsEnd">No more candidates follow.</param>
internal sealed record IceFragment(IceCredentials? Credentials, IReadOnlyList<string> Candidates, bool IsEnd)
{
    public bool IsEmpty => Credentials is null && Candidates.Count == 0 && !IsEnd;

    /// <returns>Null with a <paramref name="problem"/>.</returns>
    public static IceFragment? Read(string text, out string problem)
    {
        var sections = SdpParser.ParseFragment(text, out problem);
        if (problem.Length > 0)
            return null;
        string? Find(string name) => sections.Select(section => section.Find(name)).FirstOrDefault(value => value is not null);
        var (ufrag, password) = (Find("ice-ufrag"), Find("ice-pwd"));
        if (ufrag is not null && !IceCredentials.IsUfrag(ufrag))
            problem = "a=ice-ufrag is not of ICE characters";
        else if (password is not null && !IceCredentials.IsPassword(password))
            problem = "a=ice-pwd is not of ICE characters, or too short";
        else if (ufrag is null != password is null)
            problem = "a=ice-ufrag and a=ice-pwd come together";
        if (problem.Length > 0)
            return null;
        return new(ufrag is null ? null : new(ufrag, password!), [.. sections.SelectMany(section => section.All("candidate"))], sections.Any(section => section.Has("end-of-candidates")));
    }

    /// <summary>The answer to new credentials: ours. Candidates stand below the media section that carries the bundle; RFC 8840 §4.4.</summary>
    public static string Write(LocalTransport local, RemoteMedia first)
    {
        var writer = new SdpWriter().Line("a=ice-lite").Line($"a=ice-ufrag:{local.Ice.Ufrag}").Line($"a=ice-pwd:{local.Ice.Password}");
        writer.Line($"m={first.Kind} 9 {first.Protocol} {first.Formats[0]}");
        if (first.Mid.Length > 0)
            writer.Line($"a=mid:{first.Mid}");
        return writer.Candidates(local).ToString();
    }
}
