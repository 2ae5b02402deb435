using System.Text;
using WebRtc.Stun;

namespace WebRtc.Ice;

/// <summary>
/// The lite side of ICE: it answers checks and never sends any; RFC 8445 §2.5, §7.3. Addresses come from checks that are authentic, so that every
/// remote candidate is peer-reflexive.
/// </summary>
internal sealed class IceResponder(IceCredentials local, IceCredentials remote)
{
    private (IceCredentials Local, IceCredentials Remote) _current = (local, remote);

    // Of before a restart: media flow with them until the peer checks with the new ones; RFC 8445 §9.
    private (IceCredentials Local, IceCredentials Remote)? _previous;

    public IceCredentials Local => _current.Local;

    public IceCredentials Remote => _current.Remote;

    /// <summary>Under which checks find this peer: one, or two while a restart is under way.</summary>
    public IEnumerable<string> Ufrags => _previous is { } previous ? [Local.Ufrag, previous.Local.Ufrag] : [Local.Ufrag];

    public bool IsRestarting => _previous is not null;

    public long Checks { get; private set; }

    public long Refused { get; private set; }

    /// <summary>"OURS:THEIRS"; null: there is none.</summary>
    public static string? LocalUfrag(in StunMessage check)
    {
        if (!check.TryGet(StunAttribute.Username, out var name) || name.Length > 2 * IceCredentials.MaxLength + 1)
            return null;
        var colon = name.IndexOf((byte)':');
        return colon < 0 ? null : Encoding.UTF8.GetString(name[..colon]);
    }

    /// <returns>Our new credentials.</returns>
    public IceCredentials Restart(IceCredentials newRemote)
    {
        _previous = _current;
        _current = (IceCredentials.Create(), newRemote);
        return Local;
    }

    /// <param name="answer">Room for a message; <paramref name="length"/> 0: there is no answer.</param>
    public IceOutcome Respond(in StunMessage check, TransportAddress from, Span<byte> answer, out int length)
    {
        length = 0;
        if (check.Type != StunType.BindingRequest || Find(check) is not { } credentials || !check.IsAuthentic(Key(credentials.Local)))
        {
            Refused++;
            return IceOutcome.Ignored;
        }
        if (Fault(check) is { } fault)
        {
            Refused++;
            length = WriteError(check, fault, Key(credentials.Local), answer);
            return IceOutcome.Refused;
        }
        Checks++;
        if (credentials == _current)
            _previous = null;
        var writer = new StunWriter(answer, StunType.BindingSuccess, check.TransactionId);
        writer.AddXorMappedAddress(from);
        length = writer.End(Key(credentials.Local));
        return check.Has(StunAttribute.UseCandidate) ? IceOutcome.Nominated : IceOutcome.Checked;
    }

    private (IceCredentials Local, IceCredentials Remote)? Find(in StunMessage check)
    {
        if (!check.TryGet(StunAttribute.Username, out var name))
            return null;
        if (IsNamed(_current, name))
            return _current;
        return _previous is { } previous && IsNamed(previous, name) ? previous : null;
    }

    private static bool IsNamed((IceCredentials Local, IceCredentials Remote) credentials, ReadOnlySpan<byte> name) =>
        name.SequenceEqual(Encoding.UTF8.GetBytes($"{credentials.Local.Ufrag}:{credentials.Remote.Ufrag}"));

    private static byte[] Key(IceCredentials credentials) => Encoding.UTF8.GetBytes(credentials.Password);

    /// <summary>A lite side is always controlled, so a peer that claims to be, too, is told to change; RFC 8445 §7.3.1.1.</summary>
    private static StunError? Fault(in StunMessage check)
    {
        if (check.Has(StunAttribute.IceControlled))
            return StunError.RoleConflict;
        foreach (var attribute in check.Attributes)
            if ((ushort)attribute.Type < 0x8000 && !Enum.IsDefined(attribute.Type))
                return StunError.UnknownAttribute;
        return null;
    }

    private static int WriteError(in StunMessage check, StunError error, byte[] key, Span<byte> answer)
    {
        var writer = new StunWriter(answer, StunType.BindingError, check.TransactionId);
        writer.AddError(error, error == StunError.RoleConflict ? "Role Conflict" : "Unknown Attribute");
        if (error == StunError.UnknownAttribute)
            writer.Add(StunAttribute.UnknownAttributes, Unknown(check));
        return writer.End(key);
    }

    /// <summary>RFC 8489 §14.9: the first of them.</summary>
    private static byte[] Unknown(in StunMessage check)
    {
        foreach (var attribute in check.Attributes)
            if ((ushort)attribute.Type < 0x8000 && !Enum.IsDefined(attribute.Type))
                return [(byte)((ushort)attribute.Type >> 8), (byte)attribute.Type];
        return [];
    }
}

/// <summary>What became of a connectivity check.</summary>
internal enum IceOutcome
{
    /// <summary>Not for us or not authentic: no answer, which would tell an attacker something and could be aimed at others.</summary>
    Ignored,

    /// <summary>Authentic, but not to be obeyed; the answer says why.</summary>
    Refused,

    /// <summary>The peer is reached at this address.</summary>
    Checked,

    /// <summary>And it wants to be reached there.</summary>
    Nominated,
}
