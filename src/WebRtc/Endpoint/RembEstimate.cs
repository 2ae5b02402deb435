namespace WebRtc.Endpoint;

/// <summary>
/// What a peer that leaves bandwidth to us is told: up while packets come, down when they are lost. The bounds are those of loss-based control in
/// Google's congestion control (draft-ietf-rmcat-gcc-02 §6).
/// </summary>
internal sealed class RembEstimate(long maxBitsPerSecond)
{
    private const long Start = 1_000_000, Least = 150_000;

    private const double FewLost = 0.02, ManyLost = 0.1, Growth = 1.08;

    public long BitsPerSecond { get; private set; } = Math.Min(Start, maxBitsPerSecond);

    /// <summary>Once a second.</summary>
    public void Update(double fractionLost)
    {
        var factor = fractionLost > ManyLost ? 1 - fractionLost / 2 : fractionLost < FewLost ? Growth : 1;
        BitsPerSecond = Math.Clamp((long)(BitsPerSecond * factor), Math.Min(Least, maxBitsPerSecond), maxBitsPerSecond);
    }
}
