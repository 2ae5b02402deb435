namespace Load.WebRtc;

/// <summary>One stretch of video at one receiver.</summary>
/// <param name="CpuMs">Of the receiving process, for each decoded picture.</param>
/// <param name="Kbits">A second, as the browser sent them.</param>
/// <param name="Width">Of the pictures.</param>
internal sealed record CostWindow(string Receiver, string Codec, long Pictures, double CpuMs, double Kbits, int Width);
