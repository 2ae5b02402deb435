namespace WebRtc;

/// <summary>Video that is understood here.</summary>
public enum VideoCodec
{
    /// <summary>RFC 6184; access units in Annex B form.</summary>
    H264,

    /// <summary>RFC 7741.</summary>
    Vp8,

    /// <summary>RFC 9628.</summary>
    Vp9,

    /// <summary>RTP Payload Format For AV1 1.0; temporal units in low-overhead form, every OBU with its size.</summary>
    Av1,
}
