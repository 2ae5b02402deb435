namespace WebRtc.Sdp;

/// <summary>sprop-parameter-sets: SPS and PPS in base64, with commas between; RFC 6184 §8.1.</summary>
internal static class H264ParameterSets
{
    private const int MaxBytes = 4096;

    /// <summary>In Annex B form. Empty: none are told, or not in this form; the stream carries its own then.</summary>
    public static ReadOnlyMemory<byte> Read(RtpCodec codec)
    {
        var units = new List<byte>();
        foreach (var unit in (codec.Parameter("sprop-parameter-sets") ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries))
        {
            var bytes = new byte[unit.Length];
            if (!Convert.TryFromBase64String(unit, bytes, out var length) || units.Count + length > MaxBytes)
                return default;
            units.AddRange([0, 0, 0, 1, .. bytes.AsSpan(0, length)]);
        }
        return units.ToArray();
    }
}
