
namespace Streaming.Models.Pull;

/// <summary>What may be asked for, and how much may come. Holds for every redirect again.</summary>
internal static class DownloadRules
{
    /// <summary>Hubs send a client on to their storage once or twice.</summary>
    public const int MaxRedirects = 8;

    /// <exception cref="UserException">Neither https nor http that is allowed.</exception>
    public static void CheckScheme(Uri address, bool insecure)
    {
        if (address.Scheme == Uri.UriSchemeHttps || address.Scheme == Uri.UriSchemeHttp && (insecure || address.IsLoopback))
            return;
        throw new UserException(address.Scheme == Uri.UriSchemeHttp
            ? $"{address.Host} is asked by http, which anybody on the way can change; use https, or say --insecure"
            : $"'{address.Scheme}' is no scheme that models are pulled by; use https");
    }

    /// <param name="bytes">What is to come, or has come; null where the server does not say.</param>
    /// <exception cref="UserException">It is more than the cap.</exception>
    public static void CheckSize(long? bytes, long max)
    {
        if (bytes > max)
            throw TooLarge(max);
    }

    public static UserException TooLarge(long max) => new($"the file is larger than {ByteSize.Text(max)}; --max-bytes N allows more");
}
