using GrpcHosting.Calls;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Patterns;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace GrpcHosting;

/// <summary>Services as endpoints of an application.</summary>
public static class GrpcEndpoints
{
    // Only gRPC requests match, so that other endpoints of the application keep their own answers.
    private static readonly RoutePattern s_anyMethod =
        RoutePatternFactory.Parse("{service}/{method}", defaults: null, parameterPolicies: new { method = new GrpcRequest() });

    /// <summary>Called once: every gRPC request that no method takes is answered with UNIMPLEMENTED.</summary>
    /// <remarks>
    /// Endpoints carry their <see cref="Google.Protobuf.Reflection.MethodDescriptor"/> as metadata. Deadlines follow the application's
    /// <see cref="TimeProvider"/>, if it has one.
    /// </remarks>
    public static IEndpointConventionBuilder MapGrpc(this IEndpointRouteBuilder endpoints, GrpcOptions options, params IEnumerable<GrpcService> services)
    {
        var provided = endpoints.ServiceProvider;
        var handler = new CallHandler(
            options,
            provided.GetService<TimeProvider>() ?? TimeProvider.System,
            provided.GetRequiredService<ILoggerFactory>().CreateLogger(nameof(GrpcHosting)),
            provided.GetRequiredService<IHostApplicationLifetime>().ApplicationStopping);

        var group = endpoints.MapGroup("");
        foreach (var method in services.SelectMany(service => service.Methods))
            group.Map(method.Path, http => handler.HandleAsync(http, method)).WithDisplayName($"gRPC {method.Path}").WithMetadata(method.Descriptor!);
        group.Map(s_anyMethod, http => handler.HandleAsync(http, GrpcMethod.Missing(http.Request.Path))).WithDisplayName("gRPC unimplemented");
        return group;
    }

    private sealed class GrpcRequest : IRouteConstraint
    {
        public bool Match(HttpContext? http, IRouter? route, string routeKey, RouteValueDictionary values, RouteDirection direction) =>
            http is not null && RequestCheck.IsGrpc(http.Request.ContentType);
    }
}
