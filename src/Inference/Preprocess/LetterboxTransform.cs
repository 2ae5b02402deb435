namespace Inference.Preprocess;

/// <summary>Where a picture lies inside the model's input: scaled by one factor, centred, the rest padded.</summary>
/// <param name="Scale">Model pixels per picture pixel.</param>
/// <param name="PadX">Model pixels left of the picture (integer, as the reference rounds it).</param>
/// <param name="PadY">Model pixels above the picture.</param>
/// <param name="ContentWidth">Width of the scaled picture in model pixels.</param>
/// <param name="ContentHeight">Height of the scaled picture in model pixels.</param>
public readonly record struct LetterboxTransform(
    float Scale, int PadX, int PadY, int ContentWidth, int ContentHeight, int PictureWidth, int PictureHeight, int InputWidth, int InputHeight)
{
    public static LetterboxTransform Fit(int pictureWidth, int pictureHeight, int inputWidth, int inputHeight)
    {
        // In double, as the reference computes it: a product that falls on half a pixel must round the same way.
        var scale = Math.Min((double)inputWidth / pictureWidth, (double)inputHeight / pictureHeight);
        var width = Math.Clamp((int)Math.Round(pictureWidth * scale), 1, inputWidth);
        var height = Math.Clamp((int)Math.Round(pictureHeight * scale), 1, inputHeight);

        // The reference rounds half a pixel of padding down on the left and top: round(pad/2 - 0.1).
        var padX = (int)Math.Round((inputWidth - width) / 2.0 - 0.1);
        var padY = (int)Math.Round((inputHeight - height) / 2.0 - 0.1);
        return new((float)scale, padX, padY, width, height, pictureWidth, pictureHeight, inputWidth, inputHeight);
    }

    /// <summary>Model x to picture x, clipped to the picture.</summary>
    public float ToPictureX(float x) => Math.Clamp((x - PadX) / Scale, 0, PictureWidth);

    /// <summary>Model y to picture y, clipped to the picture.</summary>
    public float ToPictureY(float y) => Math.Clamp((y - PadY) / Scale, 0, PictureHeight);
}
