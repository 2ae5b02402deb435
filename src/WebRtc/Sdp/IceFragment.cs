using WebRtc.Ice;

namespace WebRtc.Sdp;

/// <summary>application/trickle-ice-sdpfrag: more candidates, or new credentials; RFC 8840 §9, RFC 9725 §4.3.</summary>
/// <param name="Credentials">Null: none are told, so the candidates are of the present ones.</param>
internal sealed record IceFragment(IceCredentials? Credentials, IReadOnlyList<string> Candidates)
{
    /// <returns>Null with a <paramref name="problem"/>.</returns>
    public static IceFragment? Read(string text, out string problem)
    {
        var sections = SdpParser.ParseFragment(text, out problem);
        if (problem.Length > 0) return null;
        string? Find(string name) => sections.Select(section => section.Find(name)).FirstOrDefault(value => value is not null);
        var (ufrag, password) = (Find("ice-ufrag"), Find("ice-pwd"));
        if (ufrag is not null && !IceCredentials.IsUfrag(ufrag)) problem = "a=ice-ufrag is not of ICE characters";
        else if (password is not null && !IceCredentials.IsPassword(password)) problem = "a=ice-pwd is not of ICE characters, or too short";
        else if (ufrag is null != password is null) problem = "a=ice-ufrag and a=ice-pwd come together";
        if (problem.Length > 0) return null;
        return new(ufrag is null ? null : new(ufrag, password!), [.. sections.SelectMany(section => section.All("candidate"))]);
    }

    /// <summary>The answer to new credentials: ours.</summary>
    public static string Write(LocalTransport local) =>
        new SdpWriter().Line("a=ice-lite").Line($"a=ice-ufrag:{local.Ice.Ufrag}").Line($"a=ice-pwd:{local.Ice.Password}").Candidates(local.Addresses).ToString();
}
