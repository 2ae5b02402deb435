namespace Sinks.Store.Query;

/// <summary>How long a summary is. Hours and days are those of UTC.</summary>
public enum Bucket
{
    Minute,
    Hour,
    Day,
}

internal static class BucketWidth
{
    public static int Seconds(this Bucket bucket) => bucket switch
    {
        Bucket.Hour => 3600,
        Bucket.Day => 86_400,
        _ => 60,
    };
}
