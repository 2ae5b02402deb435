namespace Scene.Tests;

/// <summary>One rendered frame and its truth.</summary>
internal sealed class Picture
{
    public Picture(PeopleScene scene, long frame)
    {
        var (width, height) = (scene.Options.Width, scene.Options.Height);
        (Y, U, V) = (new byte[width * height], new byte[width * height / 4], new byte[width * height / 4]);
        scene.Render(frame, Y, width, U, width / 2, V, width / 2, Truth);
    }

    public byte[] Y { get; }
    public byte[] U { get; }
    public byte[] V { get; }
    public SceneTruth Truth { get; } = new();

    public uint Crc => ~Export.PngWriter.Crc(Export.PngWriter.Crc(Export.PngWriter.Crc(~0u, Y), U), V);
}
