using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Core.Features;

namespace Server.Http;

/// <summary>An answer without an end: what it needs of the server and of proxies in front of it.</summary>
internal static class LiveResponse
{
    // Kestrel hangs up on a viewer that takes nothing for 5 s; a phone that changes networks needs longer. As long as a WebSocket's.
    public static readonly MinDataRate SlowestClient = new(bytesPerSecond: 4096, gracePeriod: TimeSpan.FromSeconds(30));

    public static void Begin(HttpContext context, string contentType)
    {
        var response = context.Response;
        (response.ContentType, response.Headers.CacheControl) = (contentType, "no-store");
        // nginx would gather events before it passes them on.
        response.Headers["X-Accel-Buffering"] = "no";
        context.Features.Get<IHttpResponseBodyFeature>()?.DisableBuffering();
        context.Features.Get<IHttpMinResponseDataRateFeature>()?.MinDataRate = SlowestClient;
    }
}
