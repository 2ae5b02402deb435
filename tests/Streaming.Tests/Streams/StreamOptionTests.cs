using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Inference.Postprocess;
using Streaming.Streams;
using Xunit;

namespace Streaming.Tests.Streams;

/// <summary>What is written about the options of a stream is what they are; that they are at every endpoint is in the functional tests.</summary>
public sealed partial class StreamOptionTests
{
    private const string Table = "docs/stream-options.md";

    [Fact]
    public void An_option_says_all_that_a_client_must_know() => Assert.All(StreamOption.All, option =>
    {
        Assert.Matches(@"^[A-Z0-9].*\.$", option.Description);
        Assert.NotEqual(default, option.Scope);
        // A number without bounds is one that nobody thought about.
        Assert.True(option.Range is not null || !(option.Type == typeof(float) || option.Type == typeof(double) || option.Type == typeof(int)), option.Name);
        Assert.Empty(StreamOption.FaultsOf(new StreamOptions { Url = "x" }, option.Scope));
    });

    [Fact]
    public void Who_asks_for_nothing_has_the_thresholds_of_a_run()
    {
        var options = new StreamOptions();
        Assert.Equal(Thresholds.Default, new Thresholds { Confidence = options.Conf, Iou = options.Iou, MaxDetections = options.MaxDet });
    }

    [Theory]
    [InlineData("stream/v1/stream_options.proto", "StreamOptions", OptionScope.Opened | OptionScope.Pushed), InlineData("stream/v1/stream_service.proto", "DetectRequest", OptionScope.Picture)]
    internal void A_message_has_every_option_and_its_comments_have_their_bounds_and_defaults(string file, string message, OptionScope scope)
    {
        var comments = Comments(File.ReadAllText(Path.Combine(Checkout.Root, "proto", file)), message);
        var wrong = StreamOption.In(scope).Where(option => !comments.GetValueOrDefault(option.Field, "").StartsWith(Text(option), StringComparison.Ordinal));
        Assert.True(!wrong.Any(), $"In {file} comments of {message} have to begin so:\n" + string.Join('\n', wrong.Select(option => $"{option.Field}: {Text(option)}")));
    }

    [Fact]
    public void The_table_of_options_is_up_to_date()
    {
        var (path, expected) = (Path.Combine(Checkout.Root, Table), Markdown());
        if (Environment.GetEnvironmentVariable("STREAM_ACCEPT") == "1")
            File.WriteAllText(path, expected);
        Assert.True(File.Exists(path) && File.ReadAllText(path) == expected, $"{Table} is not what StreamOptions declares: run this test with STREAM_ACCEPT=1");
    }

    /// <summary>An option in sentences.</summary>
    private static string Text(StreamOption option)
    {
        string[] facts = [.. new[] { option.Bounds, Default(option) is { Length: > 0 } value ? $"default {value}" : "" }.Where(fact => fact.Length > 0)];
        var sentence = string.Join(", ", facts);
        return facts.Length == 0 ? option.Description : $"{option.Description} {char.ToUpperInvariant(sentence[0])}{sentence[1..]}.";
    }

    private static string Default(StreamOption option) => Convert.ToString(option.Default, CultureInfo.InvariantCulture)! is var text && option.Default is bool ? text.ToLowerInvariant() : text;

    private static Dictionary<string, string> Comments(string proto, string message)
    {
        var body = Regex.Match(proto, $@"^message {message} \{{\n(?<body>(?:.*\n)*?)\}}$", RegexOptions.Multiline).Groups["body"].Value;
        return Field().Matches(body).ToDictionary(field => field.Groups["name"].Value, field => string.Join(' ', field.Groups["comment"].Captures.Select(line => line.Value)));
    }

    private static string Markdown()
    {
        var text = new StringBuilder("""
            # Options of a stream

            JSON (`POST /v1/streams`) and queries (`POST /whip/{id}`, `POST /v1/detect`) have these names; fields of gRPC's messages have the same in snake case, `max_det`.
            *For* says whose option it is: streams that the server opens by *url*, that a client *pushed* by gRPC, that a client publishes by *WHIP*, and a single *picture*. What
            *may change* is taken by `PATCH /v1/streams/{id}` and `UpdateStream`, and takes effect with the next frame.

            | option | for | may change | type | bounds | default | what |
            |---|---|---|---|---|---|---|

            """);
        foreach (var option in StreamOption.All)
            text.Append(CultureInfo.InvariantCulture, $"| `{option.Name}` | {For(option.Scope)} | {(option.MayChange ? "yes" : "")} | {Type(option)} | {option.Bounds} | {Default(option)} | {option.Description} |\n");
        return text.ToString();
    }

    private static string For(OptionScope scope) => scope == OptionScope.Any ? "all" : scope == OptionScope.AnyStream ? "streams"
        : string.Join(", ", new[] { (OptionScope.Opened, "url"), (OptionScope.Pushed, "pushed"), (OptionScope.Published, "WHIP"), (OptionScope.Picture, "picture") }
            .Where(one => scope.HasFlag(one.Item1)).Select(one => one.Item2));

    private static string Type(StreamOption option) => option.Type == typeof(int) ? "integer" : option.Type == typeof(bool) ? "true or false"
        : option.Type == typeof(string) ? "text" : option.Type == typeof(string[]) ? "texts" : "number";

    [GeneratedRegex(@"(?:^  // (?<comment>.*)\n)*^  (?:optional |repeated )?[\w.]+ (?<name>\w+) = \d+;$", RegexOptions.Multiline)]
    private static partial Regex Field();
}
