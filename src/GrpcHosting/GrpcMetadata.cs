using System.Collections;
using System.Collections.Frozen;
using GrpcHosting.Metadata;
using Microsoft.Extensions.Primitives;

namespace GrpcHosting;

/// <summary>Headers or trailers of a call, in order; a key may come more than once. Values of keys that end in "-bin" are bytes.</summary>
public sealed class GrpcMetadata : IEnumerable<KeyValuePair<string, string>>
{
    private const string BinarySuffix = "-bin";

    // Of the protocol itself, and neither shown to handlers nor set by them.
    private static readonly FrozenSet<string> s_reserved = FrozenSet.Create(
        "grpc-status", "grpc-message", "grpc-timeout", "grpc-encoding", "grpc-accept-encoding",
        "content-type", "content-length", "host", "te", "transfer-encoding", "date", "server");

    // As on the wire: lower-case keys, base64 values.
    private readonly List<KeyValuePair<string, string>> _entries = [];

    public int Count => _entries.Count;

    /// <exception cref="ArgumentException">The key is not of 0-9 a-z _ - . or is the protocol's own, or the value is not printable ASCII.</exception>
    public void Add(string key, string value)
    {
        key = Checked(key, binary: false);
        if (value.AsSpan().ContainsAnyExceptInRange(' ', '~'))
            throw new ArgumentException($"The value of {key} is not printable ASCII; a key that ends in -bin takes bytes.", nameof(value));
        _entries.Add(new(key, value));
    }

    /// <param name="key">Ends in "-bin".</param>
    /// <exception cref="ArgumentException">The key is not of 0-9 a-z _ - . or does not end in "-bin".</exception>
    public void Add(string key, ReadOnlySpan<byte> value) => _entries.Add(new(Checked(key, binary: true), BinaryValue.Encode(value)));

    /// <summary>The last value of that key.</summary>
    public string? Get(string key) => GetAll(key).LastOrDefault();

    public IEnumerable<string> GetAll(string key) =>
        _entries.Where(entry => entry.Key.Equals(key, StringComparison.OrdinalIgnoreCase)).Select(entry => entry.Value);

    /// <summary>The last value of that key.</summary>
    /// <exception cref="GrpcException">INTERNAL: it is not base64.</exception>
    public byte[]? GetBytes(string key)
    {
        if (Get(key) is not { } text)
            return null;
        return BinaryValue.TryDecode(text, out var value) ? value : throw new GrpcException(GrpcStatus.Internal, $"metadata {key} is not base64");
    }

    /// <summary>Keys in lower case; the bytes of "-bin" keys as base64.</summary>
    public IEnumerator<KeyValuePair<string, string>> GetEnumerator() => _entries.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    internal void AddAll(GrpcMetadata other) => _entries.AddRange(other._entries);

    internal static GrpcMetadata From(IEnumerable<KeyValuePair<string, StringValues>> headers)
    {
        var metadata = new GrpcMetadata();
        foreach (var (name, values) in headers)
            metadata.Receive(name.ToLowerInvariant(), values);
        return metadata;
    }

    private void Receive(string key, IEnumerable<string?> values)
    {
        if (s_reserved.Contains(key) || key.StartsWith(':'))
            return;
        foreach (var value in values)
            // Base64 has no comma, so several values of one binary key may share a line.
            foreach (var one in key.EndsWith(BinarySuffix, StringComparison.Ordinal) ? value!.Split(',') : [value ?? ""])
                _entries.Add(new(key, one.Trim(' ')));
    }

    private static string Checked(string key, bool binary)
    {
        key = key.ToLowerInvariant();
        if (key.Length == 0 || !key.All(c => char.IsAsciiDigit(c) || char.IsAsciiLetterLower(c) || c is '_' or '-' or '.'))
            throw new ArgumentException($"'{key}' is no metadata key: 0-9 a-z _ - . only.", nameof(key));
        if (s_reserved.Contains(key))
            throw new ArgumentException($"{key} belongs to the protocol.", nameof(key));
        if (key.EndsWith(BinarySuffix, StringComparison.Ordinal) != binary)
            throw new ArgumentException(binary ? $"The key of bytes ends in -bin; {key} does not." : $"{key} ends in -bin and takes bytes.", nameof(key));
        return key;
    }
}
