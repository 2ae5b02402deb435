using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Streaming.Sources.WebRtc;

/// <summary>HOST, HOST:PORT, ADDRESS or [ADDRESS]:PORT, of WebRtc:AdvertisedHosts.</summary>
/// <param name="Port">0: the one that is listened on.</param>
internal sealed record AdvertisedHost(string Name, int Port)
{
    /// <returns>Null: it is none.</returns>
    public static AdvertisedHost? Parse(string text)
    {
        if (IPEndPoint.TryParse(text, out var address))
            return new($"{address.Address}", address.Port);
        var (name, port) = text.Split(':') is [var host, var told] ? (host, told) : (text, "0");
        return Uri.CheckHostName(name) == UriHostNameType.Dns && ushort.TryParse(port, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? new(name, number)
            : null;
    }

    /// <exception cref="UserException">No address is known under that name.</exception>
    public async Task<IEnumerable<IPEndPoint>> ResolveAsync(CancellationToken stop)
    {
        try
        {
            return (await Dns.GetHostAddressesAsync(Name, stop)).Select(address => new IPEndPoint(address, Port));
        }
        catch (SocketException e)
        {
            throw new UserException($"WebRtc:AdvertisedHosts={Name}: {e.Message}", e);
        }
    }
}
