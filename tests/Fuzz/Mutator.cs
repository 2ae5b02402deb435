using System.Text;

namespace Fuzz;

/// <summary>Sound inputs, damaged in one to eight places: the same sequence for the same seed.</summary>
internal sealed class Mutator(int seed, byte[][] seeds, string[] tokens)
{
    /// <summary>Grown inputs stay small, since faults in long input show in short input too, and sooner.</summary>
    private const int MaxLength = 1 << 16;

    private readonly Random _random = new(seed);
    private readonly byte[][] _tokens = [.. tokens.Select(Encoding.UTF8.GetBytes)];

    public byte[] Next()
    {
        var input = new List<byte>(Pick(seeds));
        for (var damage = _random.Next(1, 9); damage > 0; damage--)
            Damage(input);
        return [.. input.Take(MaxLength)];
    }

    private void Damage(List<byte> input)
    {
        switch (_random.Next(8))
        {
            case 0: Remove(input, 16); break;
            case 1: input.InsertRange(At(input), Slice(Pick(seeds))); break;
            case 2: input.InsertRange(At(input), Slice([.. input])); break;
            case 3: Remove(input, int.MaxValue); break;
            case 4 when _tokens.Length > 0: input.InsertRange(At(input), Pick(_tokens)); break;
            case 5: input.InsertRange(At(input), Enumerable.Repeat((byte)_random.Next(256), _random.Next(1, 40))); break;
            case 6: Overwrite(input, _ => Pick<byte>([0, 1, 0x7F, 0x80, 0xFE, 0xFF, (byte)_random.Next(256)])); break;
            default: Overwrite(input, old => (byte)(old ^ 1 << _random.Next(8))); break;
        }
    }

    private void Overwrite(List<byte> input, Func<byte, byte> change)
    {
        if (input.Count > 0 && _random.Next(input.Count) is var at)
            input[at] = change(input[at]);
    }

    private void Remove(List<byte> input, int atMost)
    {
        var from = At(input);
        input.RemoveRange(from, _random.Next(Math.Min(input.Count - from, atMost) + 1));
    }

    private byte[] Slice(byte[] bytes)
    {
        var from = _random.Next(bytes.Length + 1);
        return bytes[from..(from + _random.Next(Math.Min(bytes.Length - from, 256) + 1))];
    }

    private int At(List<byte> input) => _random.Next(input.Count + 1);

    private T Pick<T>(T[] choices) => choices[_random.Next(choices.Length)];
}
