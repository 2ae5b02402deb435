using Xunit;

namespace Streaming.Tests;

public sealed class NearWordTests
{
    private static readonly string[] Verbs = ["serve", "run", "demo", "models", "scene", "streams", "doctor"];

    [Theory]
    [InlineData("srve", "serve"), InlineData("serev", "serve"), InlineData("SERVE", "serve"), InlineData("server", "serve"), InlineData("rn", "run"), InlineData("runn", "run")]
    [InlineData("model", "models"), InlineData("docter", "doctor"), InlineData("doc", "doctor"), InlineData("stream", "streams")]
    public void A_slip_of_the_finger_is_understood(string word, string meant) => Assert.Equal(meant, NearWord.Find(word, Verbs));

    [Theory, InlineData(""), InlineData("x"), InlineData("fly"), InlineData("database"), InlineData("r"), InlineData("clip.mp4")]
    public void What_is_near_nothing_is_not_guessed(string word) => Assert.Null(NearWord.Find(word, Verbs));

    [Fact]
    public void A_long_text_costs_nothing() => Assert.Null(NearWord.Find(new string('s', 1_000_000), Verbs.Append(new string('s', 1_000_001))));

    [Fact]
    public void The_nearest_of_several_is_meant() => Assert.Equal("maxDet", NearWord.Find("maxDt", ["maxLatencyMs", "maxDet"]));

    [Fact]
    public void A_hint_ends_a_sentence() => Assert.Equal(("; did you mean 'run'?", ""), (NearWord.Hint("rnu", Verbs), NearWord.Hint("fly", Verbs)));
}
