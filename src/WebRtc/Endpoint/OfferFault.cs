namespace WebRtc;

/// <summary>Why an offer got no answer, or a fragment was not taken.</summary>
public enum OfferFault
{
    /// <summary>It is no session description, or no part of one, or lacks what WebRTC needs.</summary>
    Malformed,

    /// <summary>It is sound, but there is nothing in it that can be received here.</summary>
    Unsupported,

    /// <summary>There are as many peers as are allowed; later there may be room.</summary>
    Full,
}
