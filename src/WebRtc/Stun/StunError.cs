namespace WebRtc.Stun;

/// <summary>RFC 8489 §14.8, RFC 8445 §7.3.1.1.</summary>
internal enum StunError
{
    UnknownAttribute = 420,
    RoleConflict = 487,
}
