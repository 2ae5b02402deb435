namespace Load.Accuracy;

/// <summary>Asks a model for the people of every picture of a set and compares.</summary>
internal sealed class AccuracyBench(PersonFinder model)
{
    // What average precision is taken over; lower scores change it in the third digit.
    private const float LeastScore = 0.01f;
    private const float UsualConfidence = 0.25f;

    public async Task<AccuracyFigures> Measure(string set, string truth, IAsyncEnumerable<LabelledFrame> pictures)
    {
        var boxes = new AveragePrecision((label, found) => label.Overlap(found), _ => true);
        var poses = new AveragePrecision(KeypointSimilarity.Of, label => label.Keypoints.Any(point => point.Score > 0));
        var (count, empty, imagined) = (0, 0, 0);
        await foreach (var picture in pictures)
        {
            var found = await model.FindAsync(picture.Frame, LeastScore);
            boxes.Add(picture.Labels, found);
            poses.Add(picture.Labels, found);
            count++;
            if (picture.Labels.Count > 0)
                continue;
            empty++;
            imagined += found.Count(person => person.Score >= UsualConfidence);
        }

        var (recall, precision) = boxes.At(UsualConfidence);
        return new AccuracyFigures
        {
            Set = set,
            Truth = truth,
            Pictures = count,
            People = boxes.Labels,
            BoxAp50 = Rounded(boxes.Value()),
            OksAp50 = Rounded(poses.Value()),
            Recall = Rounded(recall),
            Precision = Rounded(precision),
            EmptyPictures = empty,
            FalsePerEmptyPicture = empty == 0 ? null : Rounded((double)imagined / empty),
        };
    }

    private static double? Rounded(double? share) => share is { } value ? Math.Round(value, 3) : null;
}
