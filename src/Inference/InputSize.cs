namespace Inference;

/// <summary>The input sizes that an engine runs, in pixels.</summary>
/// <param name="Height">The usual height, and the largest.</param>
/// <param name="Width">The usual width, and the largest.</param>
/// <param name="Varies">Whether smaller multiples of <paramref name="Stride"/> can be asked for too.</param>
public sealed record InputSize(int Height, int Width, int Stride, bool Varies)
{
    public bool Allows(long height, long width) =>
        Varies ? Fits(height, Height) && Fits(width, Width) : height == Height && width == Width;

    private bool Fits(long side, int most) => side > 0 && side <= most && side % Stride == 0;
}
