using FFmpeg;
using Streaming.Sources;
using Xunit;

namespace Streaming.Tests.Sources;

/// <summary>How a camera of this machine is named; none is needed for that.</summary>
public sealed class CaptureDeviceTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("stream-test-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void Its_parameters_go_to_libav_and_what_is_absent_is_the_drivers()
    {
        var options = CaptureDevice.Parse("/dev/video0?size=1280x720&fps=30&format=mjpeg").ApplyTo(new MediaReaderOptions());
        Assert.Equal(("v4l2", "mjpeg", "1280x720", "30"), (options.Format, options.FormatOptions["input_format"], options.FormatOptions["video_size"], options.FormatOptions["framerate"]));
        Assert.Equal(new CaptureDevice("/dev/video0", null, null, null), CaptureDevice.Parse("/dev/video0"));
        Assert.Empty(CaptureDevice.Parse("/dev/video0").ApplyTo(new MediaReaderOptions()).FormatOptions);
    }

    [Theory]
    [InlineData("size=big", "size must be WIDTHxHEIGHT"), InlineData("size=0x0", "size must be"), InlineData("fps=0", "fps must be in 1..240"), InlineData("fps=30.5", "fps must be"), InlineData("fps=999", "fps must be")]
    [InlineData("format=a,b", "format must be a name"), InlineData("colour=red", "no parameter 'colour'; there are size, fps and format"), InlineData("", "no parameter ''"), InlineData("fps", "no parameter 'fps'")]
    public void A_parameter_that_makes_no_sense_is_named(string parameters, string why) =>
        Assert.Contains(why, Assert.Throws<UserException>(() => CaptureDevice.Parse("/dev/video0?" + parameters)).Message, StringComparison.Ordinal);

    [Fact]
    public void It_is_a_source_where_it_is_listed_by_whichever_of_its_names()
    {
        var byId = Path.Combine(_folder.FullName, "by-id");
        File.CreateSymbolicLink(byId, "/dev/video7");
        var options = new IngestOptions { Devices = ["/dev/video0", byId] };
        Assert.Equal(new SourceAddress("/dev/video0?fps=30", SourceKind.Device), SourceAddress.Parse("/dev/video0?fps=30", options));
        Assert.Equal(SourceKind.Device, SourceAddress.Parse("/dev/video7", options).Kind);
        foreach (var url in (string[])["/dev/video1", "/dev/mem", "/dev/../etc/passwd", "/dev/video0/../mem"])
            Assert.Contains("Ingest:Devices", Assert.Throws<UserException>(() => SourceAddress.Parse(url, options)).Message, StringComparison.Ordinal);
        Assert.Contains("fps", Assert.Throws<UserException>(() => SourceAddress.Parse("/dev/video0?fps=0", options)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Files_among_the_devices_are_none_of_the_allowed_folders() =>
        Assert.Throws<UserException>(() => SourceAddress.Parse("/dev/zero", new IngestOptions { FileRoots = ["/"] }));
}
