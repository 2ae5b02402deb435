namespace WebRtc.Depacketize;

/// <summary>Makes access units of the payloads of one codec. The caller sees to it that none is missing and their order is right.</summary>
internal interface IDepacketizer
{
    /// <summary>Whether a frame begins with this payload: it tells a frame whose first packets were lost.</summary>
    bool IsStart(ReadOnlySpan<byte> payload);

    /// <summary>Forgets the frame before and begins one in the buffer, which is empty.</summary>
    void Begin();

    /// <returns>False: the payload breaks its format's rules, or the unit its cap.</returns>
    bool TryAdd(ReadOnlySpan<byte> payload, UnitBuffer unit);

    /// <returns>False: the frame has a beginning but no end, or nothing in it.</returns>
    bool TryEnd(UnitBuffer unit, out bool isKey);
}
