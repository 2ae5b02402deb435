using Scene.Body;
using Scene.Geometry;
using Scene.Motion;
using Xunit;

namespace Scene.Tests;

public sealed class GeometryTests
{
    private static readonly Proportions Body = new(1.75f, 1, 1, 1, 0.23f);

    [Fact]
    public void Our_sine_is_the_sine()
    {
        for (var x = -20.0; x < 20; x += 0.01)
            Assert.Equal(Math.Sin(x), Trig.Sin(x), 1e-6);
    }

    [Fact]
    public void A_limb_keeps_its_bones_lengths_and_reaches_what_is_in_reach()
    {
        var chain = TwoBoneChain.Reach(Vec3.Zero, new(0.2f, -0.3f, 0.1f), 0.3f, 0.25f, -Vec3.Forward, -1);
        Assert.Equal(0.3f, chain.Middle.Length, 1e-5f);
        Assert.Equal(0.25f, (chain.End - chain.Middle).Length, 1e-5f);
        Assert.Equal(0, (chain.End - new Vec3(0.2f, -0.3f, 0.1f)).Length, 1e-5f);
        Assert.True(chain.Middle.Z < 0, "the elbow points back");
    }

    [Fact]
    public void A_walker_s_standing_foot_stays_where_it_is()
    {
        var walk = new Walk(Body, new(Vec3.Zero, 50, 1, 0), 1.3f, 40);
        var (posture, skeleton) = (new Posture(), new Skeleton(Body));
        var still = 0;
        for (var frame = 0; frame < 60; frame++)
        {
            var before = Ankles(frame / 30.0);
            var after = Ankles((frame + 1) / 30.0);
            // Of two feet one stands, but for the moments when it rolls over heel and ball; a foot that skates moves 43 mm.
            if ((after.Left - before.Left).Length < 0.008f || (after.Right - before.Right).Length < 0.008f)
                still++;
        }
        Assert.InRange(still, 36, 60);

        (Vec3 Left, Vec3 Right) Ankles(double time)
        {
            walk.At(time, posture);
            skeleton.Take(posture);
            return (skeleton.Joint(Bone.LeftFoot), skeleton.Joint(Bone.RightFoot));
        }
    }

    [Fact]
    public void A_path_closes_and_has_no_corner()
    {
        var path = new WalkPath(new(1, 0, -5), 3, 0.5f, 0.4f);
        for (var s = 0.0; s < path.Length; s += 0.05)
        {
            var ((a, heading), (b, _)) = (path.At(s), path.At(s + 0.01));
            var way = (b - a).Normalized();
            Assert.Equal(0.01f, (b - a).Length, 1e-3f);
            Assert.True(Vec3.Dot(way, Basis.Yaw(heading).Z) > 0.99f, $"heading at {s}");
        }
        Assert.Equal(0, (path.At(path.Length).Place - path.At(0).Place).Length, 1e-3f);
    }

    [Fact]
    public void Joints_keep_their_distances_in_every_posture()
    {
        var (posture, skeleton) = (new Posture(), new Skeleton(Body));
        IMotion[] motions = [new Stay(Body, Vec3.Zero, 0, 1), new Sit(Body, Vec3.Zero, 1, 0.45f, 1), new Walk(Body, new(Vec3.Zero, 3, 1, 0), 1.2f, 0)];
        foreach (var motion in motions)
        {
            foreach (var kind in Enum.GetValues<GestureKind>())
            {
                motion.At(1.7, posture);
                new Gesture(kind, 5, 0.8f, 0.1f, false).Apply(1.7, posture);
                skeleton.Take(posture);
                Assert.Equal(Body.UpperArm, Distance(Bone.LeftUpperArm, Bone.LeftForearm), 1e-3f);
                Assert.Equal(Body.Forearm, Distance(Bone.RightForearm, Bone.RightHand), 1e-3f);
                Assert.Equal(Body.Thigh, Distance(Bone.LeftThigh, Bone.LeftShank), 1e-3f);
                Assert.Equal(Body.Shank, Distance(Bone.RightShank, Bone.RightFoot), 1e-3f);
            }
        }

        float Distance(Bone a, Bone b) => (skeleton.Joint(a) - skeleton.Joint(b)).Length;
    }
}
