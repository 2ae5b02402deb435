using System.Globalization;
using Annotate;
using FFmpeg;
using Inference;
using Inference.Model;
using Media;
using Streaming;

namespace Cli.Run;

/// <summary>Each frame that was inferred as a JPEG picture with what was found drawn on it: NAME.jpg of a picture, NAME-000041.jpg of a video's frame 41.</summary>
internal sealed class PictureOutput : IRunOutput
{
    // Of libjpeg's scale: no trace of the encoder to the eye.
    private const int Quality = 92;

    private readonly string _folder;
    private readonly PixelConverter _converter = new(idleFrames: 1);
    private Annotator? _annotator;

    private PictureOutput(string folder) => _folder = folder;

    /// <param name="folder">Made where it is missing.</param>
    /// <exception cref="UserException">It cannot be.</exception>
    public static PictureOutput Create(string folder)
    {
        try
        {
            Directory.CreateDirectory(folder);
            return new PictureOutput(folder);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new UserException($"{folder}: cannot be made a folder of pictures: {(e is UnauthorizedAccessException ? "permission denied" : File.Exists(folder) ? "is a file" : e.Message)}", e);
        }
    }

    public void Begin(ModelMetadata model) => _annotator = new Annotator(model.Labels);

    public void Write(InputRun input, long index, InferenceResult result)
    {
        var name = input.IsPicture ? $"{input.Name}.jpg" : string.Create(CultureInfo.InvariantCulture, $"{input.Name}-{index:000000}.jpg");
        var frame = result.Frame;
        try
        {
            // A copy: frames to come are predicted from the decoder's own.
            using var picture = _converter.ToRgb(frame, frame.Width, frame.Height);
            _annotator!.Draw(picture.ToFrame(frame.Times), result.Detections);
            using var file = OutputFile.Create(Path.Combine(_folder, name));
            file.Write(PictureEncoder.EncodeJpeg(picture, Quality));
            file.Commit();
        }
        catch (MediaException e)
        {
            throw new UserException($"{name}: cannot be encoded: {e.Message}", e);
        }
    }

    public void Commit()
    {
        // Each has its name already.
    }

    public void Dispose() => _converter.Dispose();
}
