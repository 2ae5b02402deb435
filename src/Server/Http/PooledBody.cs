using System.Buffers;

namespace Server.Http;

/// <summary>A request's body in rented memory, given back by disposing it.</summary>
internal sealed class PooledBody : IDisposable
{
    // Enough for a small picture; larger ones tell their length or double it.
    private const int FirstBytes = 64 * 1024;

    private byte[] _bytes;
    private int _length;

    private PooledBody(int capacity) => _bytes = ArrayPool<byte>.Shared.Rent(capacity);

    public ReadOnlyMemory<byte> Memory => _bytes.AsMemory(0, _length);

    /// <returns>Null where it is longer than <paramref name="most"/> bytes; then no more than that was read.</returns>
    public static async Task<PooledBody?> ReadAsync(HttpRequest request, long most)
    {
        if (request.ContentLength > most)
            return null;
        // One byte over tells the end without growing once more.
        var body = new PooledBody((int)(request.ContentLength ?? Math.Min(FirstBytes, most)) + 1);
        try
        {
            if (await body.FillAsync(request, most))
                return body;
        }
        catch
        {
            body.Dispose();
            throw;
        }

        body.Dispose();
        return null;
    }

    public void Dispose() => ArrayPool<byte>.Shared.Return(_bytes);

    private async Task<bool> FillAsync(HttpRequest request, long most)
    {
        while (true)
        {
            var read = await request.Body.ReadAsync(_bytes.AsMemory(_length), request.HttpContext.RequestAborted);
            _length += read;
            if (read == 0 || _length > most)
                return _length <= most;
            if (_length == _bytes.Length)
                Grow();
        }
    }

    private void Grow()
    {
        var larger = ArrayPool<byte>.Shared.Rent(_bytes.Length * 2);
        _bytes.CopyTo(larger, 0);
        ArrayPool<byte>.Shared.Return(_bytes);
        _bytes = larger;
    }
}
