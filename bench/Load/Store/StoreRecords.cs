using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using ResultLog;
using ResultLog.Read;
using Wire.V1;

namespace Load.Store;

/// <summary>Results as a log holds them.</summary>
internal static class StoreRecords
{
    private static readonly DateTimeOffset Start = new(2026, 3, 10, 12, 0, 0, TimeSpan.Zero);

    /// <summary>Of eight streams at 30 frames/s, with one to five people of 17 keypoints.</summary>
    public static RecordBatch Live(long first, int count) => Batch(first, count, n => Result($"camera-{n % 8}", Start.AddSeconds(n / 240.0), people: 1 + (int)(n % 5)));

    /// <summary>Each of another stream or minute, so that nothing is summed up on the way.</summary>
    public static RecordBatch Apart(long first, int count) => Batch(first, count, n => Result($"camera-{n % 1000}", Start.AddMinutes(n / 1000 % 600), people: 0));

    private static RecordBatch Batch(long first, int count, Func<long, FrameResult> result)
    {
        var batch = new RecordBatch();
        for (var offset = first; offset < first + count; offset++)
            batch.Add(new(offset, Start.ToUnixTimeMilliseconds(), RecordKind.Result, result(offset).ToByteArray()));
        return batch;
    }

    private static FrameResult Result(string stream, DateTimeOffset time, int people)
    {
        var result = new FrameResult
        {
            StreamId = stream, SessionId = "0197a4c2e5b07d3e8f6a1b2c3d4e5f60", CaptureTime = Timestamp.FromDateTimeOffset(time), Model = "person-pose", Width = 1280, Height = 720,
            Timing = new() { DecodeUs = 900, QueueUs = 400, InferUs = 21_000, TotalUs = 24_000 + (uint)(time.Ticks % 9_000) },
        };
        for (var person = 0; person < people; person++)
        {
            var found = new DetectedObject { Label = "person", Score = 0.9f, Box = new() { XMin = 1, YMin = 2, XMax = 300, YMax = 400 } };
            for (var n = 0; n < 17; n++)
                found.Keypoints.Add(new Keypoint { X = 10 * n, Y = 20 * n, Score = 0.8f });
            result.Objects.Add(found);
        }

        return result;
    }
}
