using GrpcHosting;
using Server.Api.KServe;
using Server.Configuration;

namespace Server.Api.Grpc;

/// <summary>The gRPC port: its services, their health and their reflection.</summary>
internal static class GrpcDoor
{
    public static GrpcOptions Options(ServerOptions server) => new() { MaxReceiveMessageBytes = server.MaxGrpcMessageBytes };

    public static IServiceCollection AddGrpcServices(this IServiceCollection services) => services
        .AddSingleton<StreamService>()
        .AddSingleton<StreamAdminService>()
        .AddSingleton<GrpcHealth>()
        .AddSingleton<GrpcHealthFeed>()
        .AddHostedService(provider => provider.GetRequiredService<GrpcHealthFeed>());

    public static void MapGrpcServices(this WebApplication app)
    {
        var services = app.Services;
        GrpcService[] served =
        [
            services.GetRequiredService<StreamService>().Bind(),
            services.GetRequiredService<StreamAdminService>().Bind(),
            KServeGrpc.Service(services.GetRequiredService<OpenInference>()),
        ];
        services.GetRequiredService<GrpcHealthFeed>().Announce(served.Select(service => service.Descriptor.FullName));
        GrpcService[] all = [.. served, services.GetRequiredService<GrpcHealth>().Service];
        app.MapGrpc(Options(services.GetRequiredService<ServerOptions>()), [.. all, .. new GrpcReflection(all).Services]);
    }
}
