namespace Scene.Raster;

/// <summary>What is known of one pixel besides its colour; eight bytes side by side, for they are read and written together.</summary>
internal record struct Fragment
{
    /// <summary>1 / depth in metres of what shows.</summary>
    public float Nearness;

    /// <summary>Motion during the exposure of what shows.</summary>
    public Smear Smear;

    /// <summary>Id of the person who shows, 0 for the background.</summary>
    public byte Owner;

    /// <summary>Id of the last person drawn here, seen or hidden.</summary>
    public byte Touched;
}
