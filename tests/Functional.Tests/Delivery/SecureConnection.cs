using System.Buffers.Binary;
using System.Text;

namespace Functional.Tests.Delivery;

/// <summary>One connection through a <see cref="SecureBroker"/>.</summary>
/// <remarks>
/// Kafka's frames (length, int32; then as many bytes; all numbers big-endian) go through as they are, but for two things: the place
/// that the broker says it is at becomes the door's, which has a name of the same length; and SASL, of which the broker knows nothing,
/// is answered here: SaslHandshake v0, then the credentials as a frame of their own.
/// </remarks>
internal sealed class SecureConnection(System.IO.Stream client, System.IO.Stream broker, byte[] credentials, (string Host, int Port) inside, (string Host, int Port) outside)
{
    // Of Kafka's protocol; a request begins with its key, version (int16 each) and number (int32), an answer with the number.
    private const short SaslHandshake = 17, ApiVersions = 18, LastPlainApiVersions = 2, FirstLetter = (short)'A';

    // Both directions write to the client, and TLS takes one writer at a time.
    private readonly Lock _telling = new();
    private Task _told = Task.CompletedTask;
    private int _apiVersions = -1;

    public async Task Run() => await await Task.WhenAny(Ask(), Answer());

    private async Task Ask()
    {
        while (await ReadFrame(client) is { } request)
        {
            var (key, version) = (BinaryPrimitives.ReadInt16BigEndian(request), BinaryPrimitives.ReadInt16BigEndian(request.AsSpan(2)));
            if (key == ApiVersions && version <= LastPlainApiVersions)
                _apiVersions = BinaryPrimitives.ReadInt32BigEndian(request.AsSpan(4));
            var answer = key switch
            {
                // The number; no error; one mechanism.
                SaslHandshake => [.. request[4..8], 0, 0, 0, 0, 0, 1, 0, 5, .. "PLAIN"u8],
                // "\0user\0password" has the key of no request. Whoever has others is hung up on.
                >= FirstLetter when request.AsSpan().SequenceEqual(credentials) => [],
                >= FirstLetter => throw new IOException("credentials that are not taken"),
                _ => (byte[]?)null,
            };
            await (answer is null ? Write(broker, request) : Tell(answer));
        }
    }

    private async Task Answer()
    {
        while (await ReadFrame(broker) is { } answer)
        {
            if (BinaryPrimitives.ReadInt32BigEndian(answer) == _apiVersions)
                (answer, _apiVersions) = (WithSasl(answer), -1);
            if (answer.AsSpan().IndexOf(Place(inside)) is >= 0 and var at)
                Place(outside).CopyTo(answer, at);
            await Tell(answer);
        }
    }

    /// <summary>number (int32), error (int16), count (int32), then for each: key, least version, most version (int16).</summary>
    private static byte[] WithSasl(byte[] apiVersions)
    {
        byte[] more = [.. apiVersions[..10], 0, (byte)SaslHandshake, 0, 0, 0, 0, .. apiVersions[10..]];
        BinaryPrimitives.WriteInt32BigEndian(more.AsSpan(6), BinaryPrimitives.ReadInt32BigEndian(more.AsSpan(6)) + 1);
        return more;
    }

    private static byte[] Place((string Host, int Port) of) => [.. Encoding.ASCII.GetBytes(of.Host), .. BigEndian(of.Port)];

    private static byte[] BigEndian(int number)
    {
        var bytes = new byte[4];
        BinaryPrimitives.WriteInt32BigEndian(bytes, number);
        return bytes;
    }

    private Task Tell(byte[] frame)
    {
        lock (_telling)
            return _told = After(_told, frame);
    }

    private async Task After(Task told, byte[] frame)
    {
        await told;
        await Write(client, frame);
    }

    private static async Task Write(System.IO.Stream to, byte[] frame) => await to.WriteAsync((byte[])[.. BigEndian(frame.Length), .. frame]);

    private static async Task<byte[]?> ReadFrame(System.IO.Stream from)
    {
        var length = new byte[4];
        if (await from.ReadAtLeastAsync(length, length.Length, throwOnEndOfStream: false) < length.Length)
            return null;
        var frame = new byte[BinaryPrimitives.ReadInt32BigEndian(length)];
        await from.ReadExactlyAsync(frame);
        return frame;
    }
}
