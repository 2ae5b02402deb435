namespace FFmpeg;

/// <summary>Matrix between Y'CbCr and R'G'B'.</summary>
public enum VideoMatrix : byte
{
    /// <summary>Also what is assumed without a tag, as swscale, the ffmpeg tool and OpenCV do at every size.</summary>
    Bt601,

    /// <summary>Also stands for SMPTE 240M and BT.2020, whose luma weights are near (0.212 and 0.263 of red against 0.213).</summary>
    Bt709,
}
