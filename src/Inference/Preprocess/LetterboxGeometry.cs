using Media;

namespace Inference.Preprocess;

/// <summary>The sizes and the layout that a <see cref="LetterboxPlan"/> is made for.</summary>
internal readonly record struct LetterboxGeometry(PixelFormat Format, int Width, int Height, int InputWidth, int InputHeight);
