namespace Load.WebRtc;

/// <summary>Medians over the pairs of one codec.</summary>
/// <param name="Ratio">Of neighbours, so what else the machine does meets both alike.</param>
internal sealed record CodecCost(string Codec, int Pairs, double OwnMs, double AiortcMs, double Ratio, double OwnKbits, double AiortcKbits)
{
    public static CodecCost Of(IEnumerable<CostWindow> windows)
    {
        var own = windows.Where(window => window.Receiver == CostReport.Own).ToArray();
        var other = windows.Where(window => window.Receiver == CostReport.Aiortc).ToArray();
        return new(
            own[0].Codec, own.Length, Median.Of(own.Select(window => window.CpuMs)), Median.Of(other.Select(window => window.CpuMs)),
            Math.Round(Median.Of(own.Zip(other, (one, two) => one.CpuMs / two.CpuMs)), 3),
            Median.Of(own.Select(window => window.Kbits)), Median.Of(other.Select(window => window.Kbits)));
    }
}
