using Microsoft.AspNetCore.Http.HttpResults;
using Server.Http;

namespace Server.Security;

/// <summary>Refuses requests of web pages that the <see cref="OriginPolicy"/> does not admit, before anything is done for them, and answers CORS for those it allows.</summary>
internal static class OriginGuard
{
    public static IServiceCollection AddOriginGuard(this IServiceCollection services, OriginPolicy policy) => services
        .AddSingleton(policy)
        .AddCors(cors => cors.AddDefaultPolicy(page => page
            .SetIsOriginAllowed(policy.IsAllowed).AllowAnyHeader().AllowAnyMethod().WithExposedHeaders("ETag", "Location", "Link", "Accept-Patch", "Retry-After")));

    public static void UseOriginGuard(this WebApplication app)
    {
        var policy = app.Services.GetRequiredService<OriginPolicy>();
        var embedding = policy.AllowsOthers ? "cross-origin" : "same-origin";
        app.Use((context, next) =>
        {
            context.Response.Headers["Cross-Origin-Resource-Policy"] = embedding;
            return Refusal(policy, context.Request) is { } refused ? refused.ExecuteAsync(context) : next(context);
        });
        app.UseCors();
    }

    /// <summary>A browser speaks HTTP/2 over TLS alone.</summary>
    public static bool MayBeBrowser(HttpRequest request) => request.IsHttps || !HttpProtocol.IsHttp2(request.Protocol);

    private static ProblemHttpResult? Refusal(OriginPolicy policy, HttpRequest request)
    {
        // A client of gRPC may name a server as it likes.
        if (!MayBeBrowser(request))
            return null;
        if (!policy.AllowsHost(request.Host))
            return Problems.Field(StatusCodes.Status421MisdirectedRequest, "Host", $"'{request.Host}' is no name of this server; if it is, list its origin in Server:AllowedOrigins");
        return request.Headers.Origin.FirstOrDefault() is { } origin && !policy.AllowsOrigin(origin, request.Host)
            ? Problems.Field(StatusCodes.Status403Forbidden, "Origin", $"pages of '{origin}' may not use this server; list it in Server:AllowedOrigins")
            : null;
    }
}
