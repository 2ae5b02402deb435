namespace FFmpeg;

public enum PictureType
{
    Jpeg,
    Png,
    WebP,
}
