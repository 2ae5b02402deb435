using System.Text.Json;
using Streaming.StreamFiles;
using Streaming.Streams;
using Xunit;

namespace Streaming.Tests.StreamFiles;

public sealed class StreamFileTextTests
{
    private static StreamFileText Parse(string text, params (string Name, string Value)[] environment) =>
        StreamFileText.Parse(text, new SecretText("/", name => environment.FirstOrDefault(variable => variable.Name == name).Value));

    private static string[] Faults(string text) => [.. Parse(text).Faults.Select(fault => fault.ToString())];

    private static StreamOptions One(string text, params (string, string)[] environment)
    {
        var parsed = Parse(text, environment);
        Assert.Empty(parsed.Faults);
        return Assert.Single(parsed.Entries).Options;
    }

    // One more option is one more here, without a line of this test.
    [Theory, InlineData(true), InlineData(false)]
    public void Every_option_of_a_stream_that_is_opened_comes_back_as_it_was_written(bool json)
    {
        var asked = new StreamOptions().With(StreamOption.In(OptionScope.Opened).Select(option => (option, (object?)Sample(option))));
        var text = json ? StreamFileWriter.Json([asked]) : StreamFileWriter.Yaml([asked]);
        var read = One(text);
        foreach (var option in StreamOption.In(OptionScope.Opened))
        {
            Assert.NotEqual(option.Default, option.Get(asked));
            Assert.Equal(JsonSerializer.Serialize(option.Get(asked)), JsonSerializer.Serialize(option.Get(read)));
        }
    }

    [Fact]
    public void Only_what_is_no_default_is_written() =>
        Assert.Equal("streams:\n  - id: door\n    url: \"rtsp://camera/1\"\n    classes: [person, \"fire hydrant\"]\n", StreamFileWriter.Yaml([new() { Id = "door", Url = "rtsp://camera/1", Classes = ["person", "fire hydrant"] }]));

    [Fact]
    public void No_streams_are_a_file_too() => Assert.All([StreamFileWriter.Yaml([]), StreamFileWriter.Json([]), "[]", "streams: []"], text => Assert.Equal((0, 0), (Parse(text).Faults.Count, Parse(text).Entries.Count)));

    [Fact]
    public void Pieces_may_be_used_again()
    {
        var parsed = Parse("""
            x-usual: &usual
              targetFps: 5
              conf: 0.4
            streams:
              - <<: *usual
                id: a
                url: test://people
              - id: b
                url: test://people
                conf: 0.5
                <<: *usual
            """);
        Assert.Empty(parsed.Faults);
        Assert.Equal([("a", 5.0, 0.4f), ("b", 5.0, 0.5f)], parsed.Entries.Select(entry => (entry.Id, entry.Options.TargetFps, entry.Options.Conf)));
    }

    [Fact]
    public void Every_fault_is_told_with_its_line() => Assert.Equal(
        [
            "line 4: cnof: unknown; did you mean 'conf'?",
            "line 5: classes: must be a list of texts",
            "line 6: maxDet: must be a whole number in 1..1000",
            "line 7: loop: must be true or false",
            "line 8: id: must be 1..128 letters, digits, '.', '_' or '-', and not begin with '.'",
            "line 8: url: is required",
            "line 10: priority: must be in 0.01..100",
            "line 11: url: is a list; it must be a text",
            "line 12: size: must be a side or WIDTHxHEIGHT, multiples of 32 in 32..2048, such as 640 or 640x384",
            "line 13: id: is required here: by it the stream is known again when the file is changed",
            "line 15: id: 'a' is in line 2 already",
            "line 17: is a value; a stream has an id and a url",
            "line 18: stream: unknown; did you mean 'streams'?",
        ],
        Faults("""
            streams:
              - id: a
                url: test://people
                cnof: 0.5
                classes: [[person]]
                maxDet: many
                loop: yes
              - id: .b
              - id: c
                priority: 0
                url: [rtsp://camera/1]
                size: 100
              - url: test://people

              - id: a
                url: test://people
              - gate
            stream: 1
            """).OrderBy(fault => int.Parse(fault.Split(' ', ':')[1])));

    [Theory]
    [InlineData("streams:\n  - id: a\n    id: b\n    url: x", "line 3: id: is in line 2 already")]
    [InlineData("", "line 1: the file is empty; 'streams: []' says that there are none")]
    [InlineData("# nothing\n", "line 1: the file is empty; 'streams: []' says that there are none")]
    [InlineData("streams:\n", "line 1: streams: is nothing; it must be a list, each with an id and a url")]
    [InlineData("x-a: 1\n", "line 1: 'streams' is missing; 'streams: []' says that there are none")]
    [InlineData("streams: []\n---\nstreams: []", "line 2: a second document; one is read")]
    public void What_is_no_file_of_streams_says_what_is_missing(string text, string fault) => Assert.Equal([fault], Faults(text));

    [Theory, InlineData("streams:\n  - id: a\n   url: x\n", 3), InlineData("{\"streams\": [\n{\"id\": \"a\",\n", 3), InlineData("streams: *nobody", 1)]
    public void A_text_that_is_neither_YAML_nor_JSON_says_where(string text, int line) => Assert.StartsWith($"line {line}: column ", Assert.Single(Faults(text)), StringComparison.Ordinal);

    [Fact]
    public void A_tab_that_YAML_does_not_allow_is_named() => Assert.Contains("tab", Assert.Single(Faults("streams:\n\t- id: a")), StringComparison.Ordinal);

    [Fact]
    public void JSON_with_tabs_and_escapes_is_read()
    {
        var read = One("{\n\t\"streams\": [\n\t\t{\n\t\t\t\"id\": \"a\",\n\t\t\t\"url\": \"rtsp:\\/\\/c\\u0061m\\/1\",\n\t\t\t\"size\": 640,\n\t\t\t\"realtime\": false\n\t\t}\n\t]\n}");
        Assert.Equal(("rtsp://cam/1", "640", false), (read.Url, read.Size, read.Realtime));
    }

    [Fact]
    public void A_text_that_means_too_much_is_refused()
    {
        var laughs = string.Concat(Enumerable.Range(1, 8).Select(i => $"x-{i}: &l{i} [{string.Join(", ", Enumerable.Repeat(i == 1 ? "ha" : $"*l{i - 1}", 9))}]\n"));
        // An alias is its anchor's own node, so that the text is no larger than it looks.
        Assert.All(Faults(laughs + "streams: *l8"), fault => Assert.Contains("is a list; a stream has an id and a url", fault, StringComparison.Ordinal));
        Assert.Contains("too deep", Assert.Single(Faults(new string('[', 10_000))), StringComparison.Ordinal);
    }

    [Fact]
    public void Secrets_come_from_the_environment_and_from_files_and_are_fit_for_a_URL()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder.File("password"), "s@cret/pw:1\n");
        var secrets = new SecretText(folder.Path, name => name == "USER" ? "me" : null);
        Assert.Equal("rtsp://me:s%40cret%2Fpw:1@camera/1?x=s@cret/pw:1", secrets.Expand("rtsp://${USER}:${file:password}@camera/1?x=${file:password}"));
        Assert.Equal("s@cret/pw:1 ${USER} $5 $", secrets.Expand("${file:password} $${USER} $5 $"));
        Assert.Equal(folder.File("password"), secrets.Files.Distinct().Single());
        Assert.Equal("a ${b} $${c}", secrets.Expand(SecretText.Escape("a ${b} $${c}")));
    }

    [Theory]
    [InlineData("${NOBODY}", "line 3: url: the variable NOBODY is not set in the server's environment")]
    [InlineData("rtsp://a:${file:nowhere/password}@b", "line 3: url: the file /nowhere/password cannot be read: no such file")]
    [InlineData("${a b}", "line 3: url: ${...} names neither a variable of the environment, as ${DOOR_PASSWORD}, nor a file, as ${file:/run/secrets/door}; $${ stands for ${ itself")]
    public void A_secret_that_is_not_there_is_a_fault_of_its_line(string url, string fault) => Assert.Equal([fault], Faults($"streams:\n  - id: a\n    url: {url}"));

    private static object Sample(StreamOption option) => option.Name switch
    {
        "id" => "sample",
        "url" => "rtsp://me:\"p: #w\\${X}'@camera/1?a=1&b=é",
        "size" => "96x64",
        "model" => "true",
        _ when option.Type == typeof(int) => (option.BoundsOf<int>().Least + option.BoundsOf<int>().Most) / 2,
        _ when option.Type == typeof(float) => 0.375f,
        _ when option.Range is not null => (option.BoundsOf<double>().Least + option.BoundsOf<double>().Most) / 2,
        _ when option.Default is bool value => !value,
        _ when option.Type == typeof(string[]) => new[] { "person", "no", "- a: b", "12" },
        _ => option.Choices?.First(word => word != (string?)option.Default) ?? "sample",
    };
}
