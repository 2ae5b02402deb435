using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Nodes;
using Functional.Tests.WebRtc;
using Google.Protobuf;
using Google.Protobuf.Reflection;
using Server.Streams;
using Streaming.Streams;
using Xunit;
using V1 = Wire.V1;

namespace Functional.Tests;

/// <summary>An option that <see cref="StreamOptions"/> declares is taken, kept and described at every door that it is for: one more there is tested here at once.</summary>
public sealed class ServeOptionTests
{
    private const string Source = "test://people?count=1&size=160x120&fps=5";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Every_option_is_described_at_the_doors_that_it_is_for_and_at_no_other()
    {
        await using var server = await ServerFixture.Start();
        var document = JsonNode.Parse(await server.Http.GetStringAsync("/openapi/v1.json", Cancel))!;
        IEnumerable<string> Schema(string name) => document["components"]!["schemas"]![name]!["properties"]!.AsObject().Select(member => $"{member.Key}: {member.Value!["description"]}");
        IEnumerable<string> Query(string path) => document["paths"]![path]!["post"]!["parameters"]!.AsArray()
            .Where(one => one!.Text("in") == "query").Select(one => $"{one!.Text("name")}: {one!["description"]}");
        IEnumerable<string> Fields(MessageDescriptor message) => message.Fields.InDeclarationOrder().Select(field => field.Name);
        IEnumerable<string> Described(IEnumerable<StreamOption> options) => options.Select(option => $"{option.Name}: {option.Description}");
        IEnumerable<string> Named(OptionScope scope) => StreamOption.In(scope).Select(option => option.Field);

        var (faults, changeable) = (new List<string>(), StreamOption.All.Where(option => option.MayChange));
        Compare("POST /v1/streams", Described(StreamOption.All), Schema("StreamOptions"));
        Compare("PATCH /v1/streams/{id}", Described(changeable), Schema("StreamPatch"));
        Compare("POST /whip/{id}", Described(StreamOption.In(OptionScope.Published)), Query("/whip/{id}").Where(one => !one.StartsWith("sentOn:", StringComparison.Ordinal)));
        Compare("POST /v1/detect", Described(StreamOption.In(OptionScope.Picture)), Query("/v1/detect"));
        Compare("CreateStream, UpdateStream and Stream", Named(OptionScope.Opened | OptionScope.Pushed), Fields(V1.StreamOptions.Descriptor));
        Compare("Detect", Named(OptionScope.Picture), Fields(V1.DetectRequest.Descriptor).Except(["image"]));
        Assert.True(faults.Count == 0, string.Join('\n', faults));

        void Compare(string door, IEnumerable<string> wanted, IEnumerable<string> there)
        {
            faults.AddRange(wanted.Except(there).Select(option => $"{door} has not {option}"));
            faults.AddRange(there.Except(wanted).Select(option => $"{door} has, and should not, {option}"));
        }
    }

    [Fact]
    public async Task Every_option_of_a_stream_that_is_created_is_kept()
    {
        await using var server = await ServerFixture.Start();
        await server.Create(Samples(StreamOption.In(OptionScope.Opened)));
        IsKept(StreamOption.In(OptionScope.Opened), (await server.Stream("sample"))["options"]!);
    }

    [Fact]
    public async Task Every_option_that_may_change_is_changed_and_every_other_is_refused()
    {
        await using var server = await ServerFixture.Start();
        await server.Create(new { id = "sample", url = Source + "&seed=2" });
        foreach (var option in StreamOption.All)
        {
            var patched = server.Http.PatchAsJsonAsync("/v1/streams/sample", Samples([option]), Cancel);
            if (!option.MayChange)
                await patched.IsProblem(HttpStatusCode.BadRequest, option.Name);
            else
                IsKept([option], (await (await patched).Json())["options"]!);
        }

        var all = StreamOption.All.Where(option => option.MayChange).ToList();
        IsKept(all, (await server.Stream("sample"))["options"]!);
        // What is null stays.
        using var same = await server.Http.PatchAsJsonAsync("/v1/streams/sample", all.ToDictionary(option => option.Name, _ => (object?)null), Cancel);
        IsKept(all, (await same.Json())["options"]!);
    }

    [Fact]
    public async Task Every_option_of_a_publisher_is_kept()
    {
        await using var server = await ServerFixture.Start();
        await using var publisher = WhipPublisher.Create();
        var options = StreamOption.In(OptionScope.Published).ToList();
        using var answer = await server.Offer($"door?{string.Join('&', options.Select(Query))}", publisher.Publisher.Offer);
        Assert.True(answer.StatusCode == HttpStatusCode.Created, await answer.Content.ReadAsStringAsync(Cancel));
        IsKept(options, (await server.Stream("door"))["options"]!);
    }

    [Fact]
    public async Task Every_option_of_a_picture_asks_another_question_of_the_cache()
    {
        await using var server = await ServerFixture.Start();
        var picture = ServeMedia.Picture("jpg");
        foreach (var query in StreamOption.In(OptionScope.Picture).Select(Query).Prepend(""))
        {
            foreach (var status in new[] { "stream; fwd=miss", "stream; hit" })
            {
                using var answer = await ServeDetectTests.Detect(server, picture, $"?{query}");
                Assert.True(answer.Headers.GetValues("Cache-Status").Single() == status, $"{query}: not {status}");
            }
        }
    }

    [Fact]
    public void Every_option_goes_through_its_message_and_back()
    {
        var asked = Samples(StreamOption.All).Deserialize<StreamOptions>(JsonSerializerOptions.Web)!;
        var message = V1.StreamOptions.Parser.ParseFrom(OptionMessages.ToMessage(asked).ToByteArray());
        IsKept(StreamOption.All, JsonSerializer.SerializeToNode(OptionMessages.ToOptions(message), JsonSerializerOptions.Web)!);
        Assert.Equal(new StreamOptions(), OptionMessages.ToOptions((V1.StreamOptions?)null));
        Assert.Equal(new StreamOptions(), OptionMessages.ToOptions(OptionMessages.ToMessage(new())));
    }

    [Fact]
    public void A_message_changes_what_it_has_and_may_change_and_no_more()
    {
        var asked = Samples(StreamOption.All).Deserialize<StreamOptions>(JsonSerializerOptions.Web)!;
        Assert.Equal(asked, OptionMessages.ToPatch(new()).ApplyTo(asked));
        foreach (var option in StreamOption.All)
        {
            var message = OptionMessages.ToMessage(asked);
            foreach (var other in V1.StreamOptions.Descriptor.Fields.InDeclarationOrder().Where(field => field.Name != option.Field))
                other.Accessor.Clear(message);
            if (option.MayChange)
                IsKept([option], JsonSerializer.SerializeToNode(OptionMessages.ToPatch(message).ApplyTo(new()), JsonSerializerOptions.Web)!);
            else
                Assert.Contains($"options.{option.Field}: cannot be changed", Assert.ThrowsAny<Exception>(() => OptionMessages.ToPatch(message)).Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Every_option_of_a_picture_is_taken_from_its_message()
    {
        var (options, request) = (StreamOption.In(OptionScope.Picture).ToList(), new V1.DetectRequest());
        var asked = Samples(options).Deserialize<StreamOptions>(JsonSerializerOptions.Web)!;
        foreach (var option in options)
        {
            var field = V1.DetectRequest.Descriptor.FindFieldByName(option.Field);
            if (field is { IsRepeated: true })
                ((System.Collections.IList)field.Accessor.GetValue(request)).Add(((string[])option.Get(asked)!)[0]);
            else
                field?.Accessor.SetValue(request, option.Get(asked));
        }

        IsKept(options, JsonSerializer.SerializeToNode(OptionMessages.ToOptions(request), JsonSerializerOptions.Web)!);
        Assert.Equal(new StreamOptions(), OptionMessages.ToOptions(new V1.DetectRequest()));
    }

    private static JsonObject Samples(IEnumerable<StreamOption> options) => new(options.Select(option => KeyValuePair.Create(option.Name, (JsonNode?)Sample(option))));

    private static string Query(StreamOption option) => $"{option.Name}={(Sample(option) is JsonArray list ? list[0] : Sample(option))}";

    /// <summary>A value within its bounds that is not the default.</summary>
    private static JsonNode Sample(StreamOption option) => option.Name switch
    {
        "id" => "sample",
        "url" => Source,
        "model" => ServerFixture.Pose,
        "size" => "96",
        _ when option.Type == typeof(int) => (option.BoundsOf<int>().Least + option.BoundsOf<int>().Most) / 2,
        _ when option.Range is not null => (option.BoundsOf<double>().Least + option.BoundsOf<double>().Most) / 2,
        _ when option.Default is bool value => !value,
        _ when option.Type == typeof(string[]) => new JsonArray("0"),
        _ => option.Choices?.First(word => word != (string?)option.Default) ?? "sample",
    };

    private static void IsKept(IEnumerable<StreamOption> options, JsonNode kept) =>
        Assert.All(options, option => Assert.True(JsonNode.DeepEquals(Sample(option), kept[option.Name]), $"{option.Name} is {kept[option.Name]?.ToJsonString()}, not {Sample(option).ToJsonString()}"));
}
