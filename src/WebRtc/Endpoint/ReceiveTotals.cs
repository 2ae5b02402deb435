namespace WebRtc.Endpoint;

/// <summary>What became of the packets and frames of a source.</summary>
internal readonly record struct ReceiveTotals(long Recovered, long Lost, long Frames, long Damaged, long Undecodable)
{
    public static ReceiveTotals operator +(ReceiveTotals one, ReceiveTotals two) => new(
        one.Recovered + two.Recovered, one.Lost + two.Lost, one.Frames + two.Frames, one.Damaged + two.Damaged, one.Undecodable + two.Undecodable);
}
