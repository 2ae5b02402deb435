using System.Net;
using Grpc.AspNetCore.Server;
using Microsoft.AspNetCore.Cors.Infrastructure;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Core.Features;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Server.Configuration;
using Server.Grpc;
using Server.KServe;
using Server.Publishing;
using Server.Security;
using Server.Streams;
using Wire.KServe;
using V1 = Wire.V1;

namespace Server.Host;

/// <summary>gRPC: its services, their health and their reflection, by HTTP/2 on a port of their own and as gRPC-Web on the port for browsers.</summary>
internal static class GrpcEndpoints
{
    // A raw picture crosses in tens of DATA frames instead of hundreds; other calls get their turn between them.
    private const int MaxFrameBytes = 256 << 10;

    // What gRPC-Web puts into headers, and a page's script must be able to read.
    private static readonly string[] WebHeaders = ["Grpc-Status", "Grpc-Message", "Grpc-Encoding", "Grpc-Accept-Encoding", "Grpc-Retry-Pushback-Ms"];

    // Kestrel's own default.
    private static readonly MinDataRate Page = new(bytesPerSecond: 240, gracePeriod: TimeSpan.FromSeconds(5));

    public static GrpcLimits Limits(ServerOptions server) => new() { MaxMessageBytes = server.MaxGrpcMessageBytes };

    /// <summary>Cleartext needs prior knowledge of HTTP/2: Kestrel cannot tell it from HTTP/1.1 on one port.</summary>
    public static void ListenForGrpc(this KestrelServerOptions kestrel, IPAddress address, int port, GrpcLimits limits)
    {
        var http2 = kestrel.Limits.Http2;
        http2.MaxStreamsPerConnection = GrpcLimits.MaxStreamsPerConnection;
        http2.InitialStreamWindowSize = GrpcLimits.StreamWindowBytes;
        http2.InitialConnectionWindowSize = GrpcLimits.ConnectionWindowBytes;
        http2.MaxFrameSize = MaxFrameBytes;
        http2.KeepAlivePingDelay = limits.KeepAlivePingDelay;
        http2.KeepAlivePingTimeout = limits.KeepAlivePingTimeout;
        // Of HTTP/2 it cuts off a whole connection, with all its calls, because one of them pauses; pings find the dead ones.
        // It can only be lifted for the whole server: UseGrpcCalls gives requests of HTTP/1 theirs back.
        kestrel.Limits.MinResponseDataRate = null;
        kestrel.Listen(address, port, listen => listen.Protocols = HttpProtocols.Http2);
    }

    /// <summary>What every service needs, whichever they are.</summary>
    public static void AddGrpcCalls(this IServiceCollection services, GrpcLimits limits)
    {
        // What clients send wrong is their affair; FaultInterceptor logs what handlers do.
        services.AddSingleton(limits).AddSingleton<FaultInterceptor>().AddLogging(log => log.AddFilter("Grpc", LogLevel.Critical)).AddGrpcReflection();
        services.AddGrpc(grpc =>
        {
            grpc.MaxReceiveMessageSize = limits.MaxMessageBytes;
            grpc.MaxSendMessageSize = limits.MaxMessageBytes;
            grpc.CompressionProviders = [new BoundedGzip(limits.MaxMessageBytes)];
            grpc.Interceptors.Add<FaultInterceptor>();
        });
    }

    public static IServiceCollection AddGrpcServices(this IServiceCollection services, GrpcLimits limits)
    {
        services.AddGrpcCalls(limits);
        services.PostConfigure<CorsOptions>(cors => Array.ForEach(WebHeaders, header => cors.GetPolicy(cors.DefaultPolicyName)?.ExposedHeaders.Add(header)));
        // Otherwise each is made anew for a call.
        services.AddSingleton<StreamService>().AddSingleton<StreamAdminService>().AddSingleton<KServeGrpc>();
        // Whoever watches hears of a change within a second; a check is two reads of memory.
        services.Configure<HealthCheckPublisherOptions>(publisher => (publisher.Delay, publisher.Period) = (TimeSpan.Zero, TimeSpan.FromSeconds(1)));
        services.AddGrpcHealthChecks(health =>
        {
            foreach (var service in (Google.Protobuf.Reflection.ServiceDescriptor[])[V1.StreamService.Descriptor, V1.StreamAdmin.Descriptor, GRPCInferenceService.Descriptor])
                health.Services.Map(service.FullName, _ => true);
        });
        return services;
    }

    public static void UseGrpcCalls(this WebApplication app)
    {
        app.Use((http, next) =>
        {
            http.Features.Get<IHttpMinResponseDataRateFeature>()?.MinDataRate = Page;
            return next(http);
        });
        app.UseWhen(http => OriginGuard.MayBeBrowser(http.Request), web => web.UseGrpcWeb(new GrpcWebOptions { DefaultEnabled = true }));
        app.UseMiddleware<CallGuard>();
    }

    public static void MapGrpcServices(this WebApplication app)
    {
        app.MapGrpcService<StreamService>();
        app.MapGrpcService<StreamAdminService>();
        app.MapGrpcService<KServeGrpc>();
        app.MapGrpcHealthChecksService();
        app.MapGrpcReflectionService();
    }
}
