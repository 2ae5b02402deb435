namespace Scene.Raster;

/// <summary>A mesh vertex as the camera sees it.</summary>
/// <param name="X">Pixels from the left edge.</param>
/// <param name="Y">Pixels from the top edge.</param>
/// <param name="Nearness">1 / depth in metres; 0 when it is too near to be drawn.</param>
/// <param name="Gain">Light on it; 1 shows the texture as it is.</param>
/// <param name="U">Texture column in widths of the texture.</param>
/// <param name="V">Texture row in heights.</param>
/// <param name="MotionX">Pixels to the right during the exposure.</param>
/// <param name="MotionY">Pixels down during the exposure.</param>
internal record struct ScreenVertex(float X, float Y, float Nearness, float Gain, float U, float V, float MotionX, float MotionY);
