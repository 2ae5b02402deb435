using System.Buffers.Binary;
using System.IO.Compression;

namespace Scene.Export;

/// <summary>Writes 8-bit RGB pictures as PNG (W3C Recommendation, third edition).</summary>
internal static class PngWriter
{
    private static readonly byte[] Signature = [0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A];
    private static readonly uint[] Crcs = CrcTable();

    /// <param name="to">Where the file goes; left open.</param>
    /// <param name="rgb">Rows without gaps, three bytes a pixel.</param>
    /// <param name="width">Pixels in a row.</param>
    /// <param name="height">Rows.</param>
    public static void Write(Stream to, ReadOnlySpan<byte> rgb, int width, int height)
    {
        to.Write(Signature);
        Span<byte> header = stackalloc byte[13];
        BinaryPrimitives.WriteInt32BigEndian(header, width);
        BinaryPrimitives.WriteInt32BigEndian(header[4..], height);
        // 8 bits, colour type 2 (RGB), deflate, the five row filters, no interlace.
        (header[8], header[9], header[10], header[11], header[12]) = (8, 2, 0, 0, 0);
        WriteChunk(to, "IHDR"u8, header);
        WriteChunk(to, "IDAT"u8, Compressed(rgb, width * 3, height));
        WriteChunk(to, "IEND"u8, []);
    }

    /// <summary>Rows as differences from the pixel to the left (filter 1), which halves a photograph's deflated size.</summary>
    private static ReadOnlySpan<byte> Compressed(ReadOnlySpan<byte> rgb, int stride, int height)
    {
        var packed = new MemoryStream();
        using (var zlib = new ZLibStream(packed, CompressionLevel.Fastest, leaveOpen: true))
        {
            var line = new byte[stride + 1];
            line[0] = 1;
            for (var row = 0; row < height; row++)
            {
                var from = rgb.Slice(row * stride, stride);
                from[..3].CopyTo(line.AsSpan(1));
                for (var i = 3; i < stride; i++)
                    line[i + 1] = (byte)(from[i] - from[i - 3]);
                zlib.Write(line);
            }
        }
        return packed.GetBuffer().AsSpan(0, (int)packed.Length);
    }

    /// <summary>Length, type, data, CRC-32 of type and data (section 5.3).</summary>
    private static void WriteChunk(Stream to, ReadOnlySpan<byte> type, ReadOnlySpan<byte> data)
    {
        Span<byte> number = stackalloc byte[4];
        BinaryPrimitives.WriteInt32BigEndian(number, data.Length);
        to.Write(number);
        to.Write(type);
        to.Write(data);
        BinaryPrimitives.WriteUInt32BigEndian(number, ~Crc(Crc(~0u, type), data));
        to.Write(number);
    }

    internal static uint Crc(uint crc, ReadOnlySpan<byte> data)
    {
        foreach (var value in data)
            crc = Crcs[(crc ^ value) & 0xFF] ^ crc >> 8;
        return crc;
    }

    /// <summary>Annex D: the reflected polynomial 0xEDB88320.</summary>
    private static uint[] CrcTable()
    {
        var table = new uint[256];
        for (var i = 0u; i < 256; i++)
        {
            var value = i;
            for (var bit = 0; bit < 8; bit++)
                value = (value & 1) != 0 ? 0xEDB88320 ^ value >> 1 : value >> 1;
            table[i] = value;
        }
        return table;
    }
}
