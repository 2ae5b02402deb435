using Google.Protobuf.WellKnownTypes;
using Wire.V1;

namespace Wire.Tests;

/// <summary>Frame results for the tests: one to look at, people in a number, and random ones that reach the corners.</summary>
internal static class SampleResults
{
    private static readonly string[] Labels = ["person", "traffic light", "driver's \"seat\"", "a\\b\n\t\u0001\u007f", "<b>&</b>", "人 é", "😀", "", "\u2028"];

    public static FrameResult Golden() => new()
    {
        StreamId = "gate-3",
        SessionId = "01JD8Z5V7W",
        Sequence = 41,
        Pts90Khz = 123000,
        RtpTimestamp = 4294000000,
        CaptureTime = new Timestamp { Seconds = 1767322800, Nanos = 120_000_000 },
        Width = 1920,
        Height = 1080,
        Model = "yolov8n-pose",
        Objects =
        {
            new DetectedObject
            {
                Label = "person",
                Score = 0.91f,
                Box = new Box { XMin = 17.3f, YMin = 230.6f, XMax = 801.5f, YMax = 768.4f },
                TrackId = 7,
                Keypoints = { new Keypoint { X = 409.25f, Y = 301, Score = 0.98f }, new Keypoint() },
            },
            new DetectedObject { ClassId = 9, Label = "traffic light", Score = 0.5f, Box = new Box { XMax = 1920, YMax = 0.125f } },
        },
        Timing = new Timing { DecodeUs = 950, QueueUs = 12, PreprocessUs = 580, InferUs = 27400, PostprocessUs = 210, PublishUs = 45, TotalUs = 29350 },
        DroppedSinceLast = 2,
        ModelVersion = "3",
        Traceparent = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
    };

    public static FrameResult Poses(int people)
    {
        var result = Golden();
        result.Objects.Clear();
        var random = new Random(5);
        for (var i = 0; i < people; i++)
        {
            var person = new DetectedObject { Label = "person", Score = random.NextSingle(), Box = RandomBox(random), TrackId = i + 1 };
            for (var k = 0; k < 17; k++)
                person.Keypoints.Add(new Keypoint { X = random.NextSingle() * 1920, Y = random.NextSingle() * 1080, Score = random.NextSingle() });
            result.Objects.Add(person);
        }
        return result;
    }

    public static FrameResult Random(Random random)
    {
        var result = new FrameResult
        {
            StreamId = Label(random),
            SessionId = Label(random),
            Sequence = Long(random),
            Pts90Khz = Long(random),
            RtpTimestamp = (uint)random.NextInt64(1L << 32),
            CaptureTime = random.Next(3) == 0 ? null : RandomTime(random),
            Width = random.Next(),
            Height = -random.Next(),
            Model = Label(random),
            Timing = random.Next(3) == 0 ? null : new Timing { DecodeUs = (uint)random.NextInt64(1L << 32), InferUs = uint.MaxValue, TotalUs = (uint)random.Next(9) },
            DroppedSinceLast = random.Next(3),
            ModelVersion = Label(random),
        };
        if (random.Next(3) == 0)
            result.Traceparent = "00-" + Label(random);
        for (var i = random.Next(4); i > 0; i--)
            result.Objects.Add(RandomObject(random));
        return result;
    }

    private static DetectedObject RandomObject(Random random)
    {
        var found = new DetectedObject
        {
            ClassId = random.Next(-1, 80), Label = Label(random), Score = Float(random), Box = random.Next(3) == 0 ? null : RandomBox(random), TrackId = random.Next(5),
        };
        for (var i = random.Next(4); i > 0; i--)
            found.Keypoints.Add(new Keypoint { X = Float(random), Y = Float(random), Score = Float(random) });
        return found;
    }

    private static Box RandomBox(Random random) => new() { XMin = Float(random), YMin = Float(random), XMax = Float(random), YMax = Float(random) };

    private static Timestamp RandomTime(Random random) => new()
    {
        Seconds = random.NextInt64(-62135596800, 253402300800),
        Nanos = random.Next(1000) * random.GetItems([0, 1, 1000, 1_000_000], 1)[0],
    };

    private static string Label(Random random) => random.GetItems(Labels, 1)[0];

    private static long Long(Random random) => random.Next(4) == 0 ? random.GetItems([0, long.MinValue, long.MaxValue, -1], 1)[0] : random.NextInt64(1L << random.Next(1, 62));

    /// <summary>A finite number: picture coordinates mostly, any bit pattern at times.</summary>
    private static float Float(Random random)
    {
        var any = BitConverter.Int32BitsToSingle(random.Next(int.MinValue, int.MaxValue));
        return random.Next(3) == 0 && float.IsFinite(any) ? any : random.NextSingle() * 2000;
    }
}
