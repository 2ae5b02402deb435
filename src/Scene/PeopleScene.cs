using Scene.Body;
using Scene.Geometry;
using Scene.Optics;
using Scene.Places;
using Scene.Raster;
using Scene.Staging;

namespace Scene;

/// <summary>People who move about, drawn with light, texture and shadow, and the truth about where they are.</summary>
/// <remarks>
/// A frame is a pure function of options and index: frames may be drawn in any order, on any machine, and are the same bytes.
/// Pictures are I420, BT.709, limited range, 8 bit. Drawing allocates nothing. One thread at a time.
/// </remarks>
public sealed class PeopleScene
{
    private readonly Stage _stage;
    private readonly Backdrop _backdrop;
    private readonly Canvas _canvas;
    private readonly Person[] _people;
    private readonly float[] _depths;
    private readonly Sight _sight;
    private readonly ShadowPainter _shadows;
    private readonly BodyPainter _painter;
    private readonly MotionBlur _motionBlur;
    private readonly LensBlur _lumaBlur, _chromaBlur;
    private readonly SensorNoise _noise;
    private readonly TruthRecorder _truth;
    private readonly float _breath;

    /// <summary>Builds place and people: a tenth of a second to a second of work.</summary>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of bounds.</exception>
    public PeopleScene(SceneOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        Options = options.Validated();
        var (width, height) = (options.Width, options.Height);
        var random = new RandomSource(options.Seed, 1);
        _stage = new Director(options, random).Set();
        _backdrop = new(_stage.Place, _stage.Camera, _stage.Light, _stage.Profile, width, height);
        _canvas = new(width, height);
        _people = Casting.Of(_stage, options.Seed);
        _depths = new float[_people.Length];
        var mostVertices = _people.Select(person => person.Mesh.Vertices.Length).DefaultIfEmpty().Max();
        _sight = new(_stage.Camera, _stage.Light, mostVertices);
        _shadows = new(_stage.Camera, _stage.Light, _canvas, _backdrop.Floor, mostVertices);
        _painter = new(_canvas);
        _motionBlur = new(_canvas);
        (_lumaBlur, _chromaBlur) = (new(width), new(width / 2));
        _noise = new(random, width, _stage.Noise);
        _truth = new(_stage.Camera, _canvas);
        _breath = random.Between(0, 5);
    }

    public SceneOptions Options { get; }

    /// <summary>The frame drawn last, before grain.</summary>
    internal Canvas Canvas => _canvas;

    /// <summary>Draws one frame.</summary>
    /// <param name="frameIndex">Any; frame 0 is the scene's beginning.</param>
    /// <param name="y">Luma rows, height of them.</param>
    /// <param name="yStride">Bytes from one luma row to the next, at least the width.</param>
    /// <param name="u">Cb rows, half as many, half as long.</param>
    /// <param name="uStride">Bytes from one Cb row to the next.</param>
    /// <param name="v">Cr rows.</param>
    /// <param name="vStride">Bytes from one Cr row to the next.</param>
    /// <param name="truth">Overwritten with who is where.</param>
    /// <exception cref="ArgumentException">A plane is too small for the picture.</exception>
    public void Render(long frameIndex, Span<byte> y, int yStride, Span<byte> u, int uStride, Span<byte> v, int vStride, SceneTruth truth)
    {
        ArgumentNullException.ThrowIfNull(truth);
        var (width, height) = (Options.Width, Options.Height);
        Fits(nameof(y), y, yStride, width, height);
        Fits(nameof(u), u, uStride, width / 2, height / 2);
        Fits(nameof(v), v, vStride, width / 2, height / 2);

        var time = (double)frameIndex / Options.FramesPerSecond;
        _canvas.Begin(_backdrop.Canvas);
        _shadows.Begin();
        foreach (var person in NearestFirst(time))
            Draw(person, time);
        _truth.Tell(frameIndex, truth);
        _shadows.Lay();
        _motionBlur.Apply();
        _lumaBlur.Soften(_canvas.Luma, height);
        _chromaBlur.Soften(_canvas.Cb, height / 2);
        _chromaBlur.Soften(_canvas.Cr, height / 2);

        // A camera's exposure is never quite still.
        var gain = 256 + (int)(_breath * Trig.SinTurns(time * 0.13));
        _noise.Lay(frameIndex, 0, gain, _canvas.Luma, width, y, yStride);
        _noise.Lay(frameIndex, 1, 256, _canvas.Cb, width / 2, u, uStride);
        _noise.Lay(frameIndex, 2, 256, _canvas.Cr, width / 2, v, vStride);
    }

    /// <summary>What is hidden need not be painted, so whoever hides others comes first.</summary>
    private Person[] NearestFirst(double time)
    {
        for (var i = 0; i < _people.Length; i++)
        {
            _people[i].TakePosture(time);
            _depths[i] = _stage.Camera.Depth(_people[i].Skeleton.Joint(Bone.Chest));
        }
        Array.Sort(_depths, _people);
        return _people;
    }

    private void Draw(Person person, double time)
    {
        person.TakePosture(time);
        _sight.Look(person);
        _truth.Note(person);
        // Half an exposure later; the smear is symmetric about this moment.
        person.TakePosture(time + _stage.Shutter / 2);
        _sight.LookAgain(person, 2);

        var density = _stage.Camera.Focal / Math.Max(Camera.Near, _stage.Camera.Depth(person.Skeleton.Joint(Bone.Chest)));
        foreach (var section in person.Mesh.Sections)
        {
            var texels = person.Wardrobe.For(section.Surface, density);
            _painter.Draw(person.Id, texels, _sight.Vertices, person.Mesh.Indices.AsSpan(section.FirstIndex, section.IndexCount));
        }
        _shadows.Cast(person.Mesh, _sight.Places);
    }

    private static void Fits(string name, Span<byte> plane, int stride, int width, int height)
    {
        if (stride < width || plane.Length < (long)stride * (height - 1) + width)
            throw new ArgumentException($"{plane.Length} bytes of stride {stride} do not hold {height} rows of {width}.", name);
    }
}
