namespace WebRtc;

/// <summary>Why an offer got no answer.</summary>
public enum OfferFault
{
    /// <summary>It is not a session description, or lacks what WebRTC needs.</summary>
    Malformed,

    /// <summary>It is sound, but there is nothing in it that can be received here.</summary>
    Unsupported,

    /// <summary>There are as many peers as are allowed; later there may be room.</summary>
    Full,
}
