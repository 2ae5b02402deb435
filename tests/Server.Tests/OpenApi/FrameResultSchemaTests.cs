using System.Text.Json.Nodes;
using Microsoft.OpenApi;
using Server.OpenApi;
using Xunit;

namespace Server.Tests.OpenApi;

public sealed class FrameResultSchemaTests
{
    private static readonly OpenApiDocument Document = Describe();

    private static OpenApiDocument Describe()
    {
        var document = new OpenApiDocument();
        FrameResultSchema.AddTo(document);
        return document;
    }

    [Fact]
    public void The_golden_result_has_the_members_and_types_of_the_schema()
    {
        var golden = Document.Components!.Schemas!["FrameResult"].Examples!.Single();
        Check(golden, FrameResultSchema.Reference(Document), "$");
    }

    private static void Check(JsonNode? value, IOpenApiSchema schema, string path)
    {
        switch (value)
        {
            case JsonObject members:
                Assert.Equal(schema.Properties!.Keys.Order(), members.Select(member => member.Key).Order());
                Assert.Subset(schema.Properties.Keys.ToHashSet(), schema.Required!.ToHashSet());
                foreach (var (name, member) in members)
                    Check(member, schema.Properties[name], $"{path}.{name}");
                break;
            case JsonArray items:
                Assert.True(schema.Type == JsonSchemaType.Array, path);
                foreach (var item in items)
                    Check(item, schema.Items!, path + "[]");
                break;
            default:
                var isText = value!.GetValueKind() == System.Text.Json.JsonValueKind.String;
                Assert.True(isText ? schema.Type == JsonSchemaType.String : schema.Type is JsonSchemaType.Number or JsonSchemaType.Integer, path);
                break;
        }
    }
}
