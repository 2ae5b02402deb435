using Server.Subscriptions;
using Xunit;

namespace Server.Tests.Subscriptions;

public sealed class ResultFormatTests
{
    [Theory]
    [InlineData("", "stream.v1.json"), InlineData("stream.v1.json", "stream.v1.json"), InlineData("stream.v1.protobuf", "stream.v1.protobuf")]
    [InlineData("stream.v9.json,stream.v1.protobuf,stream.v1.json", "stream.v1.protobuf")]
    [InlineData("STREAM.V1.JSON", null), InlineData("mqtt,graphql-ws", null)]
    public void The_first_known_subprotocol_of_the_client_is_spoken(string asked, string? spoken) =>
        Assert.Equal(spoken, ResultFormat.Choose(asked.Split(',', StringSplitOptions.RemoveEmptyEntries))?.Subprotocol);
}
