using Annotate;
using FFmpeg;
using Media;
using Wire.V1;
using Keypoint = Media.Keypoint;

namespace Streaming.Snapshots;

/// <summary>Makes pictures of one stream's frames. One thread at a time; it keeps the letters it drew last.</summary>
internal sealed class SnapshotRenderer
{
    private Annotator? _annotator;
    private IReadOnlyList<string>? _labels;

    /// <exception cref="MediaException">The picture could not be converted or encoded.</exception>
    public Snapshot Render(CapturedFrame frame, SnapshotFormat format)
    {
        var (width, height) = format.SizeOf(frame.Picture.Width, frame.Picture.Height);
        using var converter = new PixelConverter(idleFrames: 1);
        using var picture = converter.ToRgb(frame.Picture, width, height);
        if (format.Annotated)
            Draw(frame, picture);
        return new Snapshot(PictureEncoder.EncodeJpeg(picture, format.Quality), frame.Result);
    }

    /// <summary>After scaling, so that lines and letters suit the picture that is looked at.</summary>
    private void Draw(CapturedFrame frame, VideoFrame picture)
    {
        if (_annotator is null || _labels != frame.Labels)
            (_annotator, _labels) = (new Annotator(frame.Labels), frame.Labels);
        var found = Scaled(frame.Result, (float)picture.Width / frame.Picture.Width, (float)picture.Height / frame.Picture.Height);
        _annotator.Draw(picture.ToFrame(frame.Picture.Times), found, [.. frame.Result.Objects.Select(one => one.TrackId)]);
    }

    private static Detections Scaled(FrameResult result, float x, float y)
    {
        var keypoints = result.Objects.Count > 0 ? result.Objects[0].Keypoints.Count : 0;
        var found = new Detections(result.Objects.Count, keypoints);
        foreach (var one in result.Objects)
        {
            var pose = found.Add(new(one.ClassId, one.Score, one.Box.XMin * x, one.Box.YMin * y, one.Box.XMax * x, one.Box.YMax * y));
            for (var i = 0; i < pose.Length; i++)
                pose[i] = new Keypoint(one.Keypoints[i].X * x, one.Keypoints[i].Y * y, one.Keypoints[i].Score);
        }

        return found;
    }
}
