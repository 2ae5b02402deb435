namespace Annotate;

/// <summary>Finds free places for the tags of one picture. The first to ask has the choice, so ask in order of score.</summary>
internal sealed class LabelPlacer
{
    private Area[] _taken = [];
    private int _count;

    /// <summary>Forgets all tags; at most <paramref name="capacity"/> will be placed from now on.</summary>
    public void Clear(int capacity)
    {
        if (_taken.Length < capacity)
            _taken = new Area[capacity];
        _count = 0;
    }

    /// <summary>Tries above the box, inside its upper edge, below it and inside its lower edge, in this order.</summary>
    /// <returns>False where each place would leave the picture or cover another tag.</returns>
    public bool TryPlace(in Area box, int width, int height, in Area picture, out Area tag)
    {
        var left = Math.Max(Math.Min(box.Left, picture.Right - width), 0);
        ReadOnlySpan<int> tops = [box.Top - height, box.Top, box.Bottom, box.Bottom - height];
        foreach (var top in tops)
        {
            tag = Area.At(left, top, width, height);
            if (picture.Contains(tag) && IsFree(tag))
            {
                _taken[_count++] = tag;
                return true;
            }
        }

        tag = default;
        return false;
    }

    private bool IsFree(in Area tag)
    {
        foreach (ref readonly var other in _taken.AsSpan(0, _count))
        {
            if (tag.Overlaps(other))
                return false;
        }

        return true;
    }
}
