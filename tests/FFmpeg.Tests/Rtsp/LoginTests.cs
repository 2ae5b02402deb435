using FFmpeg.Rtsp;
using Xunit;

namespace FFmpeg.Tests.Rtsp;

public class LoginTests
{
    // RFC 7616, 3.9.1, and RFC 2617, 3.5; the last without qop as RFC 2069 has it.
    [Theory]
    [InlineData("Circle of Life", "http-auth@example.org", "7ypf/xlj9XXwfDPEoM4URrv/xwf94BcCAzFZH4GiTo0v", "f2/wE4q74E6zIJEtWaHKaf5wv/H5QzzpXusqGemxURZJ", "qop=\"auth, auth-int\", algorithm=SHA-256",
        "753927fa0e85d155564e2e272a28d1802ca10daf4496794697cf8db5856cb6c1")]
    [InlineData("Circle of Life", "http-auth@example.org", "7ypf/xlj9XXwfDPEoM4URrv/xwf94BcCAzFZH4GiTo0v", "f2/wE4q74E6zIJEtWaHKaf5wv/H5QzzpXusqGemxURZJ", "qop=\"auth, auth-int\", algorithm=MD5",
        "8ca523f5e9506fed4657c9700eebdbec")]
    [InlineData("Circle Of Life", "testrealm@host.com", "dcd98b7102dd2f0e8b11d0f600bfb0c093", "0a4f113b", "qop=\"auth,auth-int\"", "6629fae49393a05397450978507c4ef1")]
    [InlineData("Circle Of Life", "testrealm@host.com", "dcd98b7102dd2f0e8b11d0f600bfb0c093", "0a4f113b", "stale=FALSE", "670fd8c2df070c60b045671b8b24ff02")]
    public void Digest_is_that_of_the_standards(string password, string realm, string nonce, string own, string rest, string response)
    {
        var login = new Login(new("Mufasa", password), () => own);
        Assert.Equal(LoginStep.Again, login.Take(Challenge.Parse([$"Digest realm=\"{realm}\", nonce=\"{nonce}\", {rest}"])));
        var header = Challenge.Parse([login.Header("GET", "/dir/index.html")!])[0];
        Assert.Equal((response, "Mufasa", realm, nonce, "/dir/index.html"), (header["response"], header["username"], header["realm"], header["nonce"], header["uri"]));
        Assert.Equal(rest.Contains("qop") ? ("auth", "00000001", own) : (null, null, null), (header["qop"], header["nc"], header["cnonce"]));
    }

    // Computed apart by Python's hashlib.
    [Theory]
    [InlineData("algorithm=SHA-256, qop=\"auth-int\"", "bb6c6ca8ce27c127844b39d0d577f65f47b8a47a6dfc577e878d48010613bcd1")]
    [InlineData("algorithm=SHA-256-sess, qop=\"auth\"", "0452e267ca2700f226ffde0c6c0adccaee89f2de633d00180d1b9acc11395347")]
    [InlineData("algorithm=MD5-sess, qop=\"auth\", opaque=\"o\"", "755cd4235ae2ac80c9bc41bd8785c382")]
    public void Its_other_forms_are_answered_in_kind(string rest, string response)
    {
        var login = new Login(new("u", "p"), () => "c");
        Assert.Equal(LoginStep.Again, login.Take(Challenge.Parse([$"Digest realm=\"r\", nonce=\"n\", {rest}"])));
        var (asked, given) = (Challenge.Parse([$"Digest {rest}"])[0], Challenge.Parse([login.Header("DESCRIBE", "rtsp://h/s")!])[0]);
        Assert.Equal((asked["algorithm"], asked["qop"], asked["opaque"]), (given["algorithm"], given["qop"], given["opaque"]));
        Assert.Equal(response, given["response"]);
    }

    [Fact]
    public void The_strongest_that_is_offered_is_tried_first_then_the_next_and_a_refused_password_is_not_sent_in_clear_text()
    {
        string[] offered = ["Digest realm=\"r\", nonce=\"a\", algorithm=\"SHA-512-256\", Basic realm=\"r\"", "Digest realm=\"r\", nonce=\"b\"", "Digest realm=\"r\", nonce=\"c\", algorithm=\"SHA-256\""];
        var login = new Login(new("u", "p"));
        Assert.Equal(LoginStep.Again, login.Take(Challenge.Parse(offered)));
        Assert.Contains("nonce=\"c\"", login.Header("OPTIONS", "*"));
        Assert.Equal(LoginStep.Again, login.Take(Challenge.Parse(offered)));
        Assert.Contains("nonce=\"b\"", login.Header("OPTIONS", "*"));
        Assert.Equal(LoginStep.Refused, login.Take(Challenge.Parse(offered)));
        Assert.Equal("Digest SHA-512-256, Basic, Digest MD5, Digest SHA-256", login.Offered);
    }

    [Fact]
    public void A_nonce_that_is_too_old_is_renewed_and_another_for_a_wrong_password_is_not()
    {
        var login = new Login(new("u", "p"));
        Assert.Equal(LoginStep.Again, login.Take(Challenge.Parse(["Digest realm=\"r\", nonce=\"1\""])));
        login.Worked();
        Assert.Equal(LoginStep.Again, login.Take(Challenge.Parse(["Digest realm=\"r\", nonce=\"2\""])));
        Assert.Contains("nonce=\"2\"", login.Header("PLAY", "*"));
        Assert.Equal(LoginStep.Again, login.Take(Challenge.Parse(["Digest realm=\"r\", nonce=\"3\", stale=true"])));
        Assert.Equal(LoginStep.Refused, login.Take(Challenge.Parse(["Digest realm=\"r\", nonce=\"4\""])));
    }

    [Theory]
    [InlineData(false, "Digest realm=\"r\", nonce=\"n\"", nameof(LoginStep.NoCredentials), "Digest MD5")]
    [InlineData(true, "Digest realm=\"r\", nonce=\"n\", algorithm=SHA-512-256", nameof(LoginStep.Unknown), "Digest SHA-512-256")]
    [InlineData(false, "Negotiate", nameof(LoginStep.Unknown), "Negotiate")]
    [InlineData(true, "Digest realm=\"no nonce\"", nameof(LoginStep.Unknown), "Digest MD5")]
    [InlineData(true, "", nameof(LoginStep.Unknown), "")]
    public void What_cannot_be_answered_is_told_apart(bool withCredentials, string offered, string step, string name)
    {
        var login = new Login(withCredentials ? new("u", "p") : null);
        Assert.Equal(step, $"{login.Take(Challenge.Parse([offered]))}");
        Assert.Equal((name, null), (login.Offered, login.Header("OPTIONS", "*")));
    }

    [Fact]
    public void Basic_is_the_bytes_of_both_in_UTF_8()
    {
        var login = new Login(RtspAddress.Parse("rtsp://j%C3%BCrgen:p%40ss@camera/")!.Credentials);
        login.Take(Challenge.Parse(["Basic realm=\"r\""]));
        Assert.Equal($"Basic {Convert.ToBase64String("jürgen:p@ss"u8)}", login.Header("OPTIONS", "*"));
    }
}
