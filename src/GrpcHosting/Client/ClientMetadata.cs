using System.Net.Http.Headers;
using Microsoft.Extensions.Primitives;

namespace GrpcHosting.Client;

internal static class ClientMetadata
{
    public static GrpcMetadata Of(HttpHeaders headers) =>
        GrpcMetadata.From(headers.NonValidated.Select(header => KeyValuePair.Create(header.Key, new StringValues([.. header.Value]))));
}
