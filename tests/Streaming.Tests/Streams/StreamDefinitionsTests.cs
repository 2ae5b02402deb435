using Streaming.Streams;
using Xunit;

namespace Streaming.Tests.Streams;

/// <summary>The file of the streams; what a server does with it is in the functional tests.</summary>
public sealed class StreamDefinitionsTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("stream-test-");

    private StreamDefinitions Definitions => new(Path.Combine(_folder.FullName, StreamDefinitions.FileName));

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void What_was_written_is_read_as_it_was()
    {
        StreamOptions[] streams =
        [
            new() { Id = "a", Url = "rtsp://user:pass/wörd@host/live?x=1&y=\"2\"", Conf = 0.1f, Iou = 0.9f, Priority = 2.5, TargetFps = 12.5, MaxLatencyMs = 100, MaxDet = 7, RtspTransport = "auto" },
            new() { Id = "b", Url = "clip.mp4", Loop = true, Realtime = false, Model = "yolov8n" },
        ];
        Definitions.Write(streams);
        Assert.Equal(streams, Definitions.Read().Select(definition => definition.Options));
        Assert.Equal([StreamDefinitions.FileName], _folder.GetFiles().Select(file => file.Name));
    }

    [Fact]
    public void Where_there_is_no_file_there_are_no_streams() => Assert.Empty(Definitions.Read());

    [Fact]
    public void A_draft_that_a_crash_left_is_in_nobodys_way()
    {
        File.WriteAllText(Definitions.Path + ".new", "half a li");
        Definitions.Write([new() { Id = "a", Url = "x" }]);
        Assert.Equal("a", Assert.Single(Definitions.Read()).Options?.Id);
    }

    [Theory]
    [InlineData("""{"id":"a","url":"rtsp://h/s3cret","conf":"s3cret"}""", "conf: not understood"), InlineData("""{"id":"a","url":"s3cret""", "url: not understood"), InlineData("null", "not a stream")]
    [InlineData("""{"id":"a","s3cret":1}""", "s3cret: not understood"), InlineData("""{"id":"a"}""", "url: is required"), InlineData("[1]", "no JSON object"), InlineData("""{"id":"..","url":"x"}""", "id: must be")]
    public void What_makes_no_sense_says_why(string line, string why)
    {
        var definition = StreamDefinition.Parse(line);
        Assert.Null(definition.Options);
        Assert.Equal(line, definition.Text);
        Assert.Contains(why, definition.Fault, StringComparison.Ordinal);
    }
}
