using System.Globalization;

namespace Streaming.Pipeline;

/// <summary>Tells when units of a live source come and no picture does. Touched by the source's thread alone.</summary>
/// <remarks>Silence is the source's own to tell, for its reads wait.</remarks>
/// <param name="patience">The longest without a frame; three times as long as frames are apart, where that is more.</param>
internal sealed class FrameWatch(TimeSpan patience)
{
    private const int FramesOfPatience = 3, LeastUnits = 3;

    // One key frame may be damaged; when so many give no picture, no later one will.
    private const int EnoughKeys = 3, ShareForKeys = 3;

    // Who joins in the middle of a group of pictures waits for the next: cameras that save bandwidth have one a minute.
    private const int PatienceForKey = 6;

    // When the newest unit was read; null where a frame came after it.
    private TimeSpan? _last;
    private TimeSpan _waited;
    private long _units, _keys;
    private bool _hadKey;

    /// <summary>A frame came out, or none was wanted.</summary>
    public void Reset() => _last = null;

    /// <summary>A unit was dealt with.</summary>
    /// <param name="read">When it was read, on any clock.</param>
    /// <param name="interval">How far apart units are.</param>
    /// <returns>What is wrong, in words; null: nothing is.</returns>
    public string? Observe(bool isKey, TimeSpan read, TimeSpan interval)
    {
        _hadKey |= isKey;
        if (_last is not { } last)
        {
            (_last, _waited, _units, _keys) = (read, TimeSpan.Zero, 0, 0);
            return null;
        }

        var longest = patience > FramesOfPatience * interval ? patience : FramesOfPatience * interval;
        // Who paused, or slept, has not sent what cannot be decoded for so long.
        _waited += read - last < longest / LeastUnits ? read - last : longest / LeastUnits;
        (_last, _units, _keys) = (read, _units + 1, _keys + (isKey ? 1 : 0));
        if (!_hadKey)
        {
            return _waited < PatienceForKey * longest ? null : Words(
                $"{_units} packets of video came within {_waited.TotalSeconds:0} s and no key frame, before which nothing can be decoded: let the camera send one every second or two");
        }

        return _waited < longest && !(_keys >= EnoughKeys && _waited >= longest / ShareForKeys) ? null : Words(
            $"video comes, but nothing of it decodes: {_units} packets within {_waited.TotalSeconds:0} s, {_keys} of them key frames; is its codec the one that it names, is it encrypted?");
    }

    private static string Words(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
