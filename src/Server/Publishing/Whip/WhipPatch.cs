using System.Text;
using Microsoft.Net.Http.Headers;
using Server.Http;
using Streaming.Sources.WebRtc;
using WebRtc;

namespace Server.Publishing.Whip;

/// <summary>PATCH of a session: trickled candidates, or an ICE restart; RFC 9725 §4.3.</summary>
internal static class WhipPatch
{
    private const int MaxFragmentBytes = 64 * 1024;

    public static async Task<IResult> Patch(string id, string secret, HttpRequest request, Publishers publishers)
    {
        if (publishers.Find(id, secret) is not { } found)
            return WhipEndpoints.UnknownSession();
        if (!WhipEndpoints.HasType(request, WhipEndpoints.Fragment))
            return Problems.Field(StatusCodes.Status415UnsupportedMediaType, HeaderNames.ContentType, $"expected {WhipEndpoints.Fragment}");
        if (request.Headers.IfMatch.FirstOrDefault()?.Trim() is not { Length: > 0 } condition)
            return Problems.Field(StatusCodes.Status428PreconditionRequired, HeaderNames.IfMatch, "is required: the ETag of the ICE session, or * to restart it");

        using var body = await PooledBody.ReadAsync(request, MaxFragmentBytes);
        if (body is null)
            return Problems.Field(StatusCodes.Status413PayloadTooLarge, "body", $"may have {MaxFragmentBytes} bytes");
        int? meant = IceSessionTag.IsAny(condition) ? null : IceSessionTag.Read(found, condition);
        return found.Apply(Encoding.UTF8.GetString(body.Memory.Span), meant) is { } result
            ? Answer(request.HttpContext.Response, found, result)
            : Problems.Field(StatusCodes.Status412PreconditionFailed, HeaderNames.IfMatch, "this is not the present ICE session; it was restarted");
    }

    private static IResult Answer(HttpResponse response, PublisherSession session, FragmentResult result)
    {
        if (result.Fault is { } fault)
            return Problems.Field(fault == OfferFault.Malformed ? StatusCodes.Status400BadRequest : StatusCodes.Status422UnprocessableEntity, "body", result.Problem);
        if (result.Answer is not { } answer)
            return Results.NoContent();
        response.Headers.ETag = IceSessionTag.Of(session);
        return Results.Text(answer, WhipEndpoints.Fragment);
    }
}
