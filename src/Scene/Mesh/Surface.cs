namespace Scene.Mesh;

/// <summary>What a stretch of a body's mesh is covered with.</summary>
internal enum Surface : byte
{
    /// <summary>The front of the head: one picture, mapped straight from the front.</summary>
    Face,
    Skin,
    Hair,

    /// <summary>The trunk: one picture wound round it once, left side seam to left side seam.</summary>
    Trunk,

    /// <summary>The trunk's cloth, as a tile.</summary>
    Sleeve,

    /// <summary>Trousers or skirt, as a tile.</summary>
    Legwear,
    Shoe,
    Hat,
}

/// <summary>How finely a body is built, by how near it comes.</summary>
internal enum Detail : byte
{
    /// <summary>Below 150 pixels a metre.</summary>
    Far,

    /// <summary>Below 500.</summary>
    Middle,
    Near,
}
