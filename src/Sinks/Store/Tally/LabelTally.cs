namespace Sinks.Store.Tally;

/// <summary>How often a label was seen in a minute, over the frames that have it.</summary>
internal sealed class LabelTally
{
    public long Objects { get; private set; }

    public long Frames { get; private set; }

    public long Least { get; private set; } = long.MaxValue;

    public long Most { get; private set; }

    public void AddFrame(int objects)
    {
        Objects += objects;
        Frames++;
        Least = Math.Min(Least, objects);
        Most = Math.Max(Most, objects);
    }
}
