using Xunit;

namespace Media.Tests;

public class UrlRedactorTests
{
    [Theory]
    // All of what stands before the host, for a name alone may be the key.
    [InlineData("rtsp://admin:hunter2@10.0.0.7:554/ch1", "rtsp://***@10.0.0.7:554/ch1")]
    [InlineData("cannot open 'https://u:p%40ss@host/a?x=1': why", "cannot open 'https://***@host/a?x=***': why")]
    [InlineData("rtsp://admin:12345@host/", "rtsp://***@host/")]
    [InlineData("rtsp://TOKEN@host", "rtsp://***@host")]
    [InlineData("a:b@c and http://h1:1/ then rtsp://u:p@h2", "a:b@c and http://h1:1/ then rtsp://***@h2")]
    [InlineData("rtsp://u:p@[fe80::1%25eth0]:554/1", "rtsp://***@[fe80::1%25eth0]:554/1")]
    [InlineData("rtsp:u:p4ss@host/1", "rtsp:***@host/1")]
    // Passwords as people type them, with what should have been escaped.
    [InlineData("rtsp://admin:pa/ss?w#rd@host/ch1", "rtsp://***@host/ch1")]
    [InlineData("rtsp://admin:s@cret/pw@host", "rtsp://***@host")]
    [InlineData("rtsp://admin:s@cret/pw@10.0.0.7:554/ch1", "rtsp://***@10.0.0.7:554/ch1")]
    [InlineData("rtsp://admin:12/34@host/ch1", "rtsp://***@host/ch1")]
    [InlineData("rtsp://admin:12?34@host/ch1", "rtsp://***@host/ch1")]
    [InlineData("rtsp://admin:12#34@host/ch1", "rtsp://***@host/ch1")]
    [InlineData("rtsp://admin:x?a=1@host/ch1", "rtsp://***@host/ch1")]
    [InlineData("rtsp://admin:it's@host/ch1: refused", "rtsp://***@host/ch1: refused")]
    [InlineData("rtsp://admin:my pass@host/ch1: refused", "rtsp://***@host/ch1: refused")]
    [InlineData("rtsp://TO/KEN@host/ch1", "rtsp://***@host/ch1")]
    [InlineData("tcp://h1:1/a@b.example:80/c", "tcp://***@b.example:80/c")]
    // An '@' behind the host is no end of a password.
    [InlineData("http://host:8080/pictures@2x.png", "http://host:8080/pictures@2x.png")]
    [InlineData("https://www.example.com/@somebody/live", "https://www.example.com/@somebody/live")]
    [InlineData("http://10.0.0.7:8080/a@b/c", "http://10.0.0.7:8080/a@b/c")]
    [InlineData("http://u:p@10.0.0.7/a@b/c", "http://***@10.0.0.7/a@b/c")]
    // Values, whatever they are called; what cameras are asked for stays.
    [InlineData("srt://host:9000?passphrase=verysecret&latency=50", "srt://host:9000?passphrase=***&latency=50")]
    [InlineData("srt://host:9000?passphrase=***: why", "srt://host:9000?passphrase=***: why")]
    [InlineData("srt://host:9000?passphrase=***secret", "srt://host:9000?passphrase=***")]
    [InlineData("srt://host:9000?streamid=#!::u=admin,s=secret,r=a@b&latency=50", "srt://host:9000?streamid=***&latency=50")]
    [InlineData("srt://host:9000?mode=caller&streamid=publish:cam:user:p@ss", "srt://host:9000?mode=caller&streamid=***")]
    [InlineData("http://host/a?loginuse=admin&loginpas=abc", "http://host/a?loginuse=***&loginpas=***")]
    [InlineData("http://host/a.m3u8?jwt=ey.J.x&X-Amz-Signature=9f&hdnts=exp=1~hmac=2&sessionToken=t", "http://host/a.m3u8?jwt=***&X-Amz-Signature=***&hdnts=***&sessionToken=***")]
    [InlineData("http://host/a?Token=abc#t", "http://host/a?Token=***#***")]
    [InlineData("http://host/a?abcdef", "http://host/a?***")]
    [InlineData("http://host/a?listener&x=1;y=2", "http://host/a?listener&x=***;y=***")]
    [InlineData("rtsp://host/cam/realmonitor?channel=1&subtype=0&width=1280&fps=25", "rtsp://host/cam/realmonitor?channel=1&subtype=0&width=1280&fps=25")]
    [InlineData("http://host/a?channel=pw0rd!pw0rd!", "http://host/a?channel=***")]
    [InlineData("rtsp://host/ch1;user=admin;password=x;channel=2", "rtsp://host/ch1;user=***;password=***;channel=2")]
    [InlineData("GET /cgi?usr=a&pwd=secret HTTP/1.1", "GET /cgi?usr=***&pwd=*** HTTP/1.1")]
    // Paths.
    [InlineData("rtsp://host/user=admin_password=tlJw_bo6_channel=1_stream=0.sdp?real_stream", "rtsp://host/user=***_password=***_channel=1_stream=0.sdp?real_stream")]
    [InlineData("rtsp://host/user=admin&password=a/b&channel=1&stream=0.sdp", "rtsp://host/user=***&password=***&channel=1&stream=0.sdp")]
    [InlineData("https://host/hls/hdnts=exp=1~acl=/*~hmac=2/a.m3u8", "https://host/hls/hdnts=***")]
    [InlineData("rtmp://a.example/live2/u3k4-9d2f-8s7x", "rtmp://a.example/live2/***")]
    [InlineData("rtmp://host/app/simple", "rtmp://host/app/***")]
    [InlineData("https://host/whip/mykey", "https://host/whip/***")]
    [InlineData("https://host/whip/door/s3ss10n", "https://host/whip/***/***")]
    [InlineData("https://host/token/abc/a.m3u8", "https://host/token/***/a.m3u8")]
    [InlineData("rtsps://host:7441/Xb3kQ9zPw2LmT7vR", "rtsps://host:7441/***")]
    [InlineData("https://host/a/550e8400-e29b-41d4-a716-446655440000/b.ts", "https://host/a/***/b.ts")]
    [InlineData("https://host/0123456789abcdef0123456789abcdef.m3u8", "https://host/***")]
    [InlineData("rtsp://host/h264Preview_01_main", "rtsp://host/h264Preview_01_main")]
    [InlineData("rtsp://host/Streaming/Channels/101", "rtsp://host/Streaming/Channels/101")]
    [InlineData("https://host/BigBuckBunny_320x180.mp4", "https://host/BigBuckBunny_320x180.mp4")]
    [InlineData("http://host/axis-media/media.amp?resolution=640x480", "http://host/axis-media/media.amp?resolution=640x480")]
    [InlineData("test://people?count=4&seed=1&view=room&size=1280x720", "test://people?count=4&seed=1&view=room&size=1280x720")]
    [InlineData("http://10.0.0.1/rtsp://u:p@h/x", "http://10.0.0.1/rtsp://***@h/x")]
    [InlineData("http://host/clip.mp4", "http://host/clip.mp4")]
    // What is no URL.
    [InlineData("Authorization: Basic dTpw\nnext", "Authorization: ***\nnext")]
    [InlineData("Invalid value for sasl.password=abc def", "Invalid value for sasl.password=*** def")]
    [InlineData("Host=db;Username=u;Password=geheim;Database=d", "Host=db;Username=u;Password=***;Database=d")]
    [InlineData("lost: nothing listens there; is it switched on, is the port right?", "lost: nothing listens there; is it switched on, is the port right?")]
    public void Secrets_leave_and_the_rest_stays(string text, string expected)
    {
        Assert.Equal(expected, UrlRedactor.Redact(text));
        Assert.Equal(expected, UrlRedactor.Redact(expected));
    }

    [Theory]
    [InlineData("rtsp://admin:my 'pass'@host/ch1", "rtsp://***@host/ch1")]
    [InlineData("srt://host:1?passphrase=my pass phrase&latency=1", "srt://host:1?passphrase=***&latency=1")]
    [InlineData("clip.mp4", "clip.mp4")]
    [InlineData("/srv/a b/clip?x=1.mp4", "/srv/a b/clip?x=1.mp4")]
    public void A_URL_alone_may_have_spaces(string url, string expected) => Assert.Equal(expected, UrlRedactor.RedactUrl(url));

    [Fact]
    public void What_is_secret_in_a_URL_leaves_a_text_that_has_it_alone() => Assert.Equal(
        "*** of ***, or *** as *** says",
        UrlRedactor.Redact("hunter2 of 9f8e7d, or p@ss as p%40ss says", "rtsp://admin:hunter2@host/1?sig=9f8e7d&auth=p%40ss"));

    [Theory]
    [InlineData("rtsp://admin:s@cret/p?w#d@host/ch1", "rtsp://admin:s%40cret%2Fp%3Fw%23d@host/ch1")]
    [InlineData("rtsp://admin:p%40ss@host/ch1", "rtsp://admin:p%40ss@host/ch1")]
    [InlineData("rtsp://host/ch1?x=a@b", "rtsp://host/ch1?x=a@b")]
    [InlineData("clip@2x/a.mp4", "clip@2x/a.mp4")]
    public void A_password_is_escaped_for_who_takes_URLs_by_the_letter(string url, string expected) => Assert.Equal(expected, UrlRedactor.EscapeUserInfo(url));
}
