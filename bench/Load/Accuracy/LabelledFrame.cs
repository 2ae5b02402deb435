using Media;

namespace Load.Accuracy;

/// <summary>A picture, lent until the model has run, and who is in it.</summary>
internal readonly record struct LabelledFrame(Frame Frame, IReadOnlyList<Person> Labels);
