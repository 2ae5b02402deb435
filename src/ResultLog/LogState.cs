namespace ResultLog;

public enum LogState
{
    Ok,

    /// <summary>At its size limit: the full-policy is at work.</summary>
    Full,

    /// <summary>The disk refuses writes; records are not accepted.</summary>
    Failing,
}
