using Xunit;

namespace Media.Tests;

public class UrlRedactorTests
{
    [Theory]
    [InlineData("rtsp://admin:hunter2@10.0.0.7:554/ch1", "rtsp://admin:***@10.0.0.7:554/ch1")]
    [InlineData("cannot open 'https://u:p%40ss@host/a?x=1': why", "cannot open 'https://u:***@host/a?x=1': why")]
    [InlineData("rtsp://admin:12345@host/", "rtsp://admin:***@host/")]
    [InlineData("rtsp://admin:pa/ss?w#rd@host/ch1", "rtsp://admin:***@host/ch1")]
    [InlineData("srt://host:9000?passphrase=verysecret&latency=50", "srt://host:9000?passphrase=***&latency=50")]
    [InlineData("srt://host:9000?passphrase=***: why", "srt://host:9000?passphrase=***: why")]
    [InlineData("srt://host:9000?passphrase=***secret", "srt://host:9000?passphrase=***")]
    [InlineData("http://host/a?Token=abc#t", "http://host/a?Token=***#t")]
    [InlineData("http://host:8080/pictures@2x.png", "http://host:8080/pictures@2x.png")]
    [InlineData("http://host/clip.mp4", "http://host/clip.mp4")]
    [InlineData("a:b@c and http://h1:1/ then rtsp://u:p@h2", "a:b@c and http://h1:1/ then rtsp://u:***@h2")]
    public void Secrets_leave_and_the_rest_stays(string text, string expected) => Assert.Equal(expected, UrlRedactor.Redact(text));
}
