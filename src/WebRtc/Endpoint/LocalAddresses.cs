using System.Net;
using System.Net.NetworkInformation;
using System.Net.Sockets;

namespace WebRtc.Endpoint;

/// <summary>Which addresses an answer tells.</summary>
internal static class LocalAddresses
{
    public static IReadOnlyList<IPEndPoint> Of(WebRtcOptions options, IPEndPoint bound)
    {
        if (options.AdvertisedAddresses.Count > 0)
            return [.. options.AdvertisedAddresses.Select(told => told.Port == 0 ? new(told.Address, bound.Port) : told)];
        if (!bound.Address.Equals(IPAddress.Any) && !bound.Address.Equals(IPAddress.IPv6Any))
            return [bound];
        var addresses = NetworkInterface.GetAllNetworkInterfaces()
            .Where(network => network.OperationalStatus == OperationalStatus.Up)
            .SelectMany(network => network.GetIPProperties().UnicastAddresses.Select(unicast => unicast.Address))
            .Where(address => IsAdvertisable(address) && (bound.AddressFamily == AddressFamily.InterNetworkV6 || address.AddressFamily == AddressFamily.InterNetwork))
            .OrderBy(address => address.AddressFamily == AddressFamily.InterNetworkV6);
        IPEndPoint[] told = [.. addresses.Select(address => new IPEndPoint(address, bound.Port))];
        // A machine without a network still has itself.
        return told.Length > 0 ? told : [new IPEndPoint(IPAddress.Loopback, bound.Port)];
    }

    private static bool IsAdvertisable(IPAddress address) => !IPAddress.IsLoopback(address) && !address.IsIPv6LinkLocal;
}
