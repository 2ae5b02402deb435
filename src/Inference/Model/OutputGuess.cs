namespace Inference.Model;

/// <summary>What an output that is none of ours looks like, from its shape alone, and what its owner can do.</summary>
internal static class OutputGuess
{
    private const string Export = "yolo export model=yolo11n.pt format=onnx";

    // Masks of a picture are sums of so many prototypes.
    private const int MaskPrototypes = 32;

    /// <summary>Whether an output of that layout can have these dimensions at all; −1 is not known yet.</summary>
    public static bool MayBe(OutputLayout layout, long rows, long columns, (int Width, int Height) size) => layout == OutputLayout.Anchors
        ? columns < 0 || Anchors.Fit(columns, size)
        // Objects after NMS are a round number that somebody chose. As many as cells, or three a cell, are no objects.
        : rows < 0 || rows > 0 && !Anchors.AreWhole(rows, size) && !IsThreeACell(rows, size);

    /// <param name="outputs">−1 for what is not known.</param>
    /// <param name="classes">Null where nothing tells.</param>
    /// <returns>"; it looks like … : do …", or nothing where it looks like nothing known.</returns>
    public static string Of(long[][] outputs, (int Width, int Height) size, int? classes) => outputs switch
    {
        [[_, _, _], [_, MaskPrototypes, _, _]] => Looks("segmentation: boxes and prototypes of masks", $"detection and pose models are read: {Export}"),
        [[_, 7]] => Looks("the list of all pictures' boxes that YOLOv7's end-to-end export gives", $"export without its NMS, or another model: {Export}"),
        [[_, _]] => Looks("classification: a score for each class, and no boxes", $"detection and pose models are read: {Export}"),
        [[_, var rows, var columns]] => OfOne(rows, columns, size, classes),
        [{ Length: 4 or 5 }, ..] => Looks("the raw heads of a YOLO, before its boxes are made of them", $"export with them inside: {Export}"),
        { Length: > 1 } => Looks("boxes and scores in outputs of their own, as RT-DETR, SSD and DETR give them", $"export one output, or another model: {Export}"),
        _ => "",
    };

    private static string OfOne(long rows, long columns, (int Width, int Height) size, int? classes)
    {
        if (rows == 0)
            return Looks("an output of as many rows as there are objects", "export it with a fixed number of them (max_det)");
        if (IsThreeACell(rows, size) && columns > 5)
            return Looks($"YOLOv5 or YOLOv7, [1, 3 × {rows / 3}, 5 + classes] with objectness", "export the anchor-free kind: yolo export model=yolov5nu.pt format=onnx");
        if (Anchors.AreWhole(rows, size) && columns > 4)
            return columns == 5 + (classes ?? 80)
                ? Looks("YOLOX or YOLOv6, [1, anchors, 5 + classes] with objectness", $"export another model: {Export}")
                : Looks("a YOLOv8 output with its last two dimensions swapped", "export it again without that: yolo export model=YOURS.pt format=onnx");
        return rows is >= 100 and <= 1000 && columns == 4 + (classes ?? 80)
            ? Looks("RT-DETR, [1, queries, 4 + classes]", $"export another model: {Export}")
            : "";
    }

    private static bool IsThreeACell(long rows, (int Width, int Height) size) => rows > 0 && rows % 3 == 0 && Anchors.AreWhole(rows / 3, size);

    private static string Looks(string like, string next) => $"; it looks like {like}: {next}";
}
