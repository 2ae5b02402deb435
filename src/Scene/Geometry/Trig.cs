namespace Scene.Geometry;

/// <summary>Sine and cosine from the four operations alone: the C library's differ in the last bit between systems.</summary>
internal static class Trig
{
    public static (float Sin, float Cos) SinCos(double radians) => (Sin(radians), Sin(radians + Math.PI / 2));

    public static float Cos(double radians) => Sin(radians + Math.PI / 2);

    /// <summary>Taylor's series to x¹¹ after folding into ±π/2: within 6e-8 of the true sine.</summary>
    public static float Sin(double radians)
    {
        var x = radians - Math.Floor(radians / Math.Tau + 0.5) * Math.Tau;
        if (x > Math.PI / 2)
            x = Math.PI - x;
        else if (x < -Math.PI / 2)
            x = -Math.PI - x;
        var q = x * x;
        return (float)(x * (1 - q / 6 * (1 - q / 20 * (1 - q / 42 * (1 - q / 72 * (1 - q / 110))))));
    }

    /// <summary>Sine of a phase counted in whole turns.</summary>
    public static float SinTurns(double turns) => Sin(turns * Math.Tau);

    /// <summary>0 below <paramref name="from"/>, 1 above <paramref name="to"/>, and smooth between; the two may be in either order.</summary>
    public static float Smooth(float from, float to, float x)
    {
        var t = Math.Clamp((x - from) / (to - from), 0, 1);
        return t * t * (3 - 2 * t);
    }

    /// <summary>A bell that is 1 at 0 and falls to 0 at ±1: a stand-in for a Gaussian without an exponential.</summary>
    public static float Bell(float x)
    {
        var q = Math.Max(0, 1 - x * x);
        return q * q;
    }
}
