using Xunit;

namespace Media.Tests;

/// <summary>Thousands of URLs with a secret in a known place, drawn anew from fixed seeds: no piece of it may be left.</summary>
public class UrlSecretTests
{
    private const int Rounds = 1000;

    private const string Letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

    // As people choose them, and as libav lets them through.
    private const string Typed = Letters + "!$%&'()*+,-./:;=?@_~#^{}|";

    private static readonly string[] Hosts = ["10.0.0.7", "10.0.0.7:554", "camera", "camera:8554", "gate.cameras.example", "gate.cameras.example:554", "[fe80::1]:554"];

    private static readonly string[] Paths = ["", "/", "/ch1", "/cam/realmonitor?channel=1&subtype=0", "/Streaming/Channels/101", "/a@b/c.m3u8"];

    private static readonly string[] Schemes = ["rtsp", "rtsps", "http", "https", "rtmp", "srt"];

    [Fact]
    public void No_piece_of_a_password_is_left() => Check(1, (random, secret) => $"{One(random, Schemes)}://admin:{secret}@{One(random, Hosts)}{One(random, Paths)}", Typed, 6, 20);

    [Fact]
    public void No_piece_of_a_token_before_the_host_is_left() => Check(2, (random, secret) => $"{One(random, Schemes)}://{secret}@{One(random, Hosts)}{One(random, Paths)}", Letters + "-_=+", 8, 40);

    [Fact]
    public void No_value_of_a_query_is_left_whatever_its_name() =>
        Check(3, (random, secret) => $"{One(random, Schemes)}://{One(random, Hosts)}/live?channel=1&x{Text(random, Letters, 1, 12)}={secret}&width=1280", Letters + "!$%'()*+,-./:;=@_~^{}|", 4, 40);

    [Fact]
    public void No_stream_id_of_SRT_is_left() =>
        Check(4, (random, secret) => $"srt://{One(random, Hosts)}?mode=caller&streamid=#!::u=admin,s={secret}&latency=50", Letters + "!$%'()*+,-./:;=?@_~#^{}|", 4, 40);

    [Fact]
    public void No_parameter_of_a_path_is_left() =>
        Check(5, (random, secret) => $"rtsp://{One(random, Hosts)}/user=admin{One(random, ["&", "_", ";"])}password={secret}_channel=1_stream=0.sdp?real_stream", Letters + "!$%'()*+-.:@~^{}|", 4, 20);

    [Fact]
    public void No_parameter_behind_a_path_is_left() => Check(6, (random, secret) => $"http://{One(random, Hosts)}/live/ch1;x={secret};width=3", Letters + "!$%'()*+-.:@~^{}|/", 4, 20);

    [Fact]
    public void No_fragment_is_left() => Check(7, (random, secret) => $"https://{One(random, Hosts)}/live/ch1?channel=1#{secret}", Letters + "!$%&'()*+,-.:;=_~^{}|", 4, 40);

    [Fact]
    public void No_key_of_a_publication_is_left() =>
        Check(8, (random, secret) => One(random, [$"rtmp://{One(random, Hosts)}/live/{secret}", $"rtmps://{One(random, Hosts)}/app/inst/{secret}?channel=1", $"https://{One(random, Hosts)}/whip/{secret}"]), Letters + "-_", 4, 40);

    // Sixteen letters of one case are told from no word; such a key is rare, and goes where its place tells it.
    [Fact]
    public void No_segment_that_a_machine_chose_is_left() =>
        Check(9, (random, secret) => $"https://{One(random, Hosts)}/a/{secret}/{One(random, ["index.m3u8", "video", "1.ts"])}", Letters, 32, 64);

    private static void Check(int seed, Func<Random, string, string> urlWith, string alphabet, int shortest, int longest)
    {
        var random = new Random(seed);
        for (var round = 0; round < Rounds; round++)
        {
            var secret = Text(random, alphabet, shortest, longest);
            var url = urlWith(random, secret);
            string[] texts = [UrlRedactor.RedactUrl(url), .. Texts(url).Select(UrlRedactor.Redact), UrlRedactor.Redact($"libav says {secret}", url)];
            foreach (var text in texts)
            {
                foreach (var piece in secret.Split('@', '/', '?', '#', ':').Append(secret).Where(piece => piece.Length >= 4))
                    Assert.False(text.Contains(piece, StringComparison.Ordinal), $"'{piece}' of '{url}' is left in '{text}'");
                Assert.Equal(text, UrlRedactor.Redact(text));
            }
        }
    }

    private static IEnumerable<string> Texts(string url) =>
        [url, $"cannot open '{url}': refused", $"{url}: refused", $"a, {url} and http://h1:1/", $"{{\"url\":\"{url}\",\"id\":\"a\"}}", $"Location: {url}\r\nServer: x"];

    private static string One(Random random, string[] of) => of[random.Next(of.Length)];

    private static string Text(Random random, string alphabet, int shortest, int longest)
    {
        while (true)
        {
            var text = string.Concat(random.GetItems(alphabet.AsSpan(), random.Next(shortest, longest + 1)));
            // Letters that stand in the rest of the URL would be found there.
            if (text.Any(char.IsAsciiLetterOrDigit) && !text.All(char.IsAsciiDigit))
                return text;
        }
    }
}
