namespace Scene.Export;

/// <summary>The buffers of one picture on its way to a file.</summary>
internal sealed class ExportPicture(int width, int height)
{
    private readonly byte[] _y = new byte[width * height];
    private readonly byte[] _u = new byte[width * height / 4];
    private readonly byte[] _v = new byte[width * height / 4];
    private readonly byte[] _rgb = new byte[3 * width * height];

    public SceneTruth Truth { get; } = new();

    public void Render(PeopleScene scene, long frame) => scene.Render(frame, _y, width, _u, width / 2, _v, width / 2, Truth);

    public void Save(string path)
    {
        RgbPicture.FromI420(_y, _u, _v, width, _rgb);
        using var file = File.Create(path);
        PngWriter.Write(file, _rgb, width, height);
    }
}
