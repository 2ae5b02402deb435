namespace Inference.Batching;

/// <summary>One frame that a lane has claimed, and the place in its stream's order that its result must take.</summary>
internal struct BatchItem
{
    public InferenceStream Stream;
    public InferenceResult Result;
    public long Ticket;
    public long Submitted;
}
