namespace WebRtc.Ice;

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
