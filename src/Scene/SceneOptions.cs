namespace Scene;

/// <summary>What a scene shows. Two scenes of equal options are equal, byte for byte.</summary>
public sealed record SceneOptions
{
    public const int MaxCount = 32;
    public const int MinSide = 64;
    public const int MaxSide = 3840;
    public const int MaxFramesPerSecond = 240;

    /// <summary>People in the scene, 0 to 32; some may be out of the picture for a while.</summary>
    /// <value>The default is 4.</value>
    public int Count { get; init; } = 4;

    /// <summary>Everything that the other options leave open: place, light, people, clothes, movements.</summary>
    /// <value>The default is 1.</value>
    public ulong Seed { get; init; } = 1;

    /// <summary>Picture width in pixels, even, 64 to 3840.</summary>
    /// <value>The default is 1280.</value>
    public int Width { get; init; } = 1280;

    /// <summary>Picture height in pixels, even, 64 to 3840.</summary>
    /// <value>The default is 720.</value>
    public int Height { get; init; } = 720;

    /// <summary>Frames in a second of the scene's time, 1 to 240.</summary>
    /// <value>The default is 30.</value>
    public int FramesPerSecond { get; init; } = 30;

    /// <summary>Where the camera stands.</summary>
    /// <value>The default is <see cref="SceneView.Any"/>.</value>
    public SceneView View { get; init; }

    /// <summary>Reads <c>test://people?count=4&amp;seed=1&amp;size=1280x720&amp;fps=30&amp;view=any</c>; every parameter may be left out.</summary>
    /// <exception cref="FormatException">Something else, an unknown or repeated parameter, or a value out of bounds: the message names it.</exception>
    public static SceneOptions Parse(string address) => SceneAddress.Parse(address);

    /// <exception cref="ArgumentOutOfRangeException">An option is out of bounds: the message names it and the bound.</exception>
    public SceneOptions Validated()
    {
        Bound(nameof(Count), Count, 0, MaxCount);
        Bound(nameof(Width), Width, MinSide, MaxSide);
        Bound(nameof(Height), Height, MinSide, MaxSide);
        Bound(nameof(FramesPerSecond), FramesPerSecond, 1, MaxFramesPerSecond);
        if ((Width | Height) % 2 != 0)
            throw new ArgumentOutOfRangeException(nameof(Width), $"{Width}x{Height}: width and height must be even, for chroma has half of each.");
        if (!Enum.IsDefined(View))
            throw new ArgumentOutOfRangeException(nameof(View), View, "No such view.");
        return this;
    }

    private static void Bound(string name, int value, int min, int max)
    {
        if (value < min || value > max)
            throw new ArgumentOutOfRangeException(name, value, $"{name} must be {min} to {max}.");
    }
}
