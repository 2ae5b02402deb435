using ResultLog;
using ResultLog.Pump;
using Telemetry;

namespace Streaming.Results;

public static class DeliverySetup
{
    public static IServiceCollection AddDelivery(this IServiceCollection services, DeliveryOptions options, string dataDirectory) => services
        .AddSingleton(made => new ResultDelivery(
            options, Path.Combine(dataDirectory, "log"), made.GetServices<ISink>(), made.GetRequiredService<TimeProvider>(), made.GetRequiredService<ILogger<ResultDelivery>>()))
        .AddHostedService(made => made.GetRequiredService<ResultDelivery>())
        .AddMetrics<ResultDelivery>(DeliveryMetrics.OfLog)
        .AddMetrics<ResultDelivery>(DeliveryMetrics.OfSinks);
}
