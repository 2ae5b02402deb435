using Streaming.Sources;

namespace Streaming.Tests.Sources;

/// <summary>One frame: when it was by the clock on the wall, what was told of that, and what the media clock made of it. In 1/90,000 s.</summary>
internal readonly record struct SimulatedFrame(long Media, long Told, long Time);

/// <summary>A camera whose frames come in real time, on a wall of the simulation's own, and are read by one who is never late.</summary>
internal sealed class SimulatedCamera(double fps)
{
    private const double Second = 90_000;

    private readonly Random _random = new(7);
    private double _paused, _read;

    public MediaClock Clock { get; } = new(isLive: true, reorders: true);

    /// <summary>What is told of a time.</summary>
    public Func<long, long> Tell { get; set; } = media => media;

    /// <summary>False: nothing is told.</summary>
    public bool Tells { get; init; } = true;

    public double JitterMs { get; init; }

    /// <summary>So many seconds' frames wait already, and come at once.</summary>
    public double Backlog { get; set; }

    /// <summary>The place at which the frame that comes as number n is shown.</summary>
    public Func<int, int> Order { get; init; } = index => index;

    /// <summary>Of the frame that comes now.</summary>
    public int Index { get; private set; }

    public static int Pyramid(int index) => index == 0 ? 0 : (index - 1) / 4 * 4 + ((index - 1) % 4) switch { 0 => 4, 1 => 2, 2 => 1, _ => 3 };

    /// <summary>Nothing comes for so long.</summary>
    public void Pause(double seconds) => _paused += seconds;

    public SimulatedFrame[] Run(int frames)
    {
        var made = new SimulatedFrame[frames];
        var held = Index / fps + _paused + Backlog;
        for (var i = 0; i < frames; i++, Index++)
        {
            var sent = Index / fps + _paused;
            // What the network held back comes with the first that it does not.
            var comes = Math.Max(Math.Max(sent, held) + _random.NextDouble() * JitterMs / 1000, _read);
            var wait = comes - _read;
            _read = comes + 0.0001;
            var media = (long)Math.Round((Order(Index) / fps + _paused) * Second);
            var told = Tell(media);
            made[i] = new(media, told, Clock.Next(Tells ? told : null, TimeSpan.FromSeconds(comes), TimeSpan.FromSeconds(wait)));
        }

        Backlog = 0;
        return made;
    }
}
