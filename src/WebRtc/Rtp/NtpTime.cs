namespace WebRtc.Rtp;

/// <summary>Seconds since 1900 as 32.32 fixed point; RFC 3550 §4.</summary>
internal readonly record struct NtpTime(ulong Value)
{
    private static readonly DateTimeOffset Epoch = new(1900, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>The middle 32 bits (16.16), as LSR and DLSR use them.</summary>
    public uint Middle => (uint)(Value >> 16);

    public static NtpTime From(DateTimeOffset time)
    {
        var ticks = (UInt128)(time - Epoch).Ticks;
        return new((ulong)((ticks << 32) / TimeSpan.TicksPerSecond));
    }

    /// <summary>Era 0, that is until 2036: by then the era is to be chosen by the receiver's own clock.</summary>
    public DateTimeOffset ToDateTimeOffset() => Epoch + new TimeSpan((long)(((UInt128)Value * TimeSpan.TicksPerSecond) >> 32));
}
