namespace Scene;

/// <summary>Where the camera stands.</summary>
public enum SceneView : byte
{
    /// <summary>The seed chooses one of the others.</summary>
    Any,

    /// <summary>On a desk, an arm's length away: heads and half bodies.</summary>
    Webcam,

    /// <summary>At eye height in a room, 2 to 7 m away: whole people who walk, stand and sit.</summary>
    Room,

    /// <summary>At eye height or a little above, in the open, 4 to 12 m away.</summary>
    Street,

    /// <summary>On a pole, looking down: people from above, 5 to 15 m away.</summary>
    Overhead,
}
