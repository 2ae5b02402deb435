using Google.Protobuf.WellKnownTypes;
using Wire.V1;

namespace Testing;

/// <summary>Results as the pose model gives them.</summary>
internal static class SampleResult
{
    public static FrameResult Of(string stream, string session, long sequence, int people)
    {
        var random = new Random((int)sequence);
        var result = new FrameResult
        {
            StreamId = stream,
            SessionId = session,
            Sequence = sequence,
            Pts90Khz = sequence * 3000,
            RtpTimestamp = (uint)(sequence * 3000),
            CaptureTime = new Timestamp { Seconds = 1767322800 + sequence / 30, Nanos = 120_000_000 },
            Width = 1920,
            Height = 1080,
            Model = "yolov8n-pose",
            Timing = new Timing { DecodeUs = 950, QueueUs = 12, PreprocessUs = 580, InferUs = 27400, PostprocessUs = 210, PublishUs = 45, TotalUs = 29350 },
        };
        for (var i = 0; i < people; i++)
            result.Objects.Add(Person(random, i + 1));
        return result;
    }

    private static DetectedObject Person(Random random, int track)
    {
        var (x, y) = (random.NextSingle() * 1500, random.NextSingle() * 700);
        var person = new DetectedObject { Label = "person", Score = random.NextSingle(), Box = new Box { XMin = x, YMin = y, XMax = x + 180, YMax = y + 360 }, TrackId = track };
        for (var i = 0; i < 17; i++)
            person.Keypoints.Add(new Keypoint { X = x + random.NextSingle() * 180, Y = y + random.NextSingle() * 360, Score = random.NextSingle() });
        return person;
    }
}
