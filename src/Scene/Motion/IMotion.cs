using Scene.Body;

namespace Scene.Motion;

/// <summary>What a person does all along: a pure function of time, so that any frame can be drawn first.</summary>
internal interface IMotion
{
    /// <param name="time">Seconds from the scene's beginning; may be negative by part of an exposure.</param>
    /// <param name="posture">Overwritten in full.</param>
    void At(double time, Posture posture);
}
