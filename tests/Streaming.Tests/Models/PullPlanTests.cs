using Streaming.Models;
using Streaming.Models.Pull;
using Xunit;

namespace Streaming.Tests.Models;

public class PullPlanTests
{
    [Fact]
    public void The_table_holds_only_pinned_https_addresses_with_a_licence()
    {
        Assert.NotEmpty(ModelAddresses.Known);
        Assert.All(ModelAddresses.Known, known =>
        {
            Assert.True(ModelCatalogue.IsName(known.Key));
            Assert.Equal(Uri.UriSchemeHttps, known.Value.Url.Scheme);
            Assert.False(string.IsNullOrWhiteSpace(known.Value.Licence));
            Assert.True(known.Value.Sha256 is null || FileHash.IsHash(known.Value.Sha256));
            // A branch moves on and the hash would be wrong one day.
            Assert.DoesNotContain("/main/", known.Value.Url.AbsolutePath, StringComparison.Ordinal);
        });
    }

    [Fact]
    public void A_known_name_brings_its_address_hash_and_licence()
    {
        var plan = Plan(new() { Wanted = "yolov8n-pose", Folder = "/models" });
        Assert.Equal(("yolov8n-pose", 1, "AGPL-3.0"), (plan.Name, plan.Version, plan.Entry?.Licence));
        Assert.Equal(ModelAddresses.Known["yolov8n-pose"].Sha256, plan.Sha256);
        Assert.Equal(("/models/yolov8n-pose/1/model.onnx", "/models/.partial/yolov8n-pose-1.onnx"), (plan.Target, plan.Partial));
    }

    [Theory]
    [InlineData("https://models.example/a/people.onnx?download=true", "people")]
    [InlineData("https://models.example/my%2Dpeople.onnx", "my-people")]
    public void An_address_names_the_model_by_its_last_part(string address, string name) =>
        Assert.Equal(name, Plan(new() { Wanted = address }).Name);

    [Theory]
    [InlineData("people", "'people' is neither an address nor a known model; known are yolov8n")]
    [InlineData("https://models.example/onnx/model.onnx", "say --name NAME")]
    [InlineData("https://models.example/", "say --name NAME")]
    [InlineData("https://models.example/%20people.onnx", "--name is")]
    [InlineData("ftp://models.example/people.onnx", "'ftp' is no scheme")]
    [InlineData("http://models.example/people.onnx", "say --insecure")]
    public void What_cannot_be_pulled_is_refused_before_anything_is_asked(string wanted, string told) =>
        Assert.Contains(told, Assert.Throws<UserException>(() => Plan(new() { Wanted = wanted })).Message, StringComparison.Ordinal);

    [Fact]
    public void Http_is_taken_from_this_machine_or_when_the_user_insists()
    {
        Assert.Equal("people", Plan(new() { Wanted = "http://localhost:8080/people.onnx" }).Name);
        Assert.Equal("people", Plan(new() { Wanted = "http://models.example/people.onnx", Insecure = true }).Name);
    }

    [Theory]
    [InlineData("abc")]
    [InlineData("g000000000000000000000000000000000000000000000000000000000000000")]
    public void A_hash_has_64_hex_digits(string hash) =>
        Assert.Contains("64 hex digits", Assert.Throws<UserException>(() => Plan(new() { Wanted = "yolov8n", Sha256 = hash })).Message, StringComparison.Ordinal);

    [Fact]
    public void A_name_cannot_leave_the_folder() =>
        Assert.Throws<UserException>(() => Plan(new() { Wanted = "yolov8n", Name = "../evil" }));

    private static PullPlan Plan(PullOptions options) => PullPlan.Of(options, ModelAddresses.Known);
}
