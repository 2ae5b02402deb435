namespace Annotate;

/// <summary>The centre lines of a sans-serif alphabet of our own: printable ASCII, an ellipsis, and a box for all else.</summary>
/// <remarks>
/// Strokes are parted by blanks. A point is two base-36 digits, x then y upwards: descenders end at 0, the baseline is 6,
/// x-height 20 (K), capitals 26 (Q). A hyphen joins two points; a tilde does too and rounds the corner at the point before it.
/// Digits are equally wide, so that a changing score does not shake.
/// </remarks>
internal static class GlyphStrokes
{
    public const int Baseline = 6;
    public const int CapHeight = 20;

    /// <summary>From the lowest point of any glyph to the highest.</summary>
    public const int Height = 28;

    public const int Count = 97;

    private const int Ellipsis = 95;
    private const int Box = 96;

    private static readonly string[] Table =
    [
        "", "0Q-0D 06", "0Q-0L 4Q-4L", "4Q-26 AQ-86 1K-CK 0C-BC", "AO-0O~0G~AG~A8~08 5R-55", // space ! " # $
        "36-BQ 2Q-5Q~5J~0J~0Q~2Q BD-ED~E6~96~9D~BD", "B6-1L~1Q~8Q~8K~0E~06~96~BC", "0Q-0L", "4S-0O~08~44", "0S-4O~48~04", // % & ' ( )
        "4Q-4G 0N-8J 8N-0J", "5L-5B 0G-AG", "17-03", "0D-6D", "06", "04-9S", // * + , - . /
        "5Q-BQ~B6~06~0Q~5Q", "1M-6Q-66 16-B6", "0Q-BQ~BH~06-B6", "0Q-BQ~BG~3G-BG~B6~06", "96-9Q-0B-BB", // 0 1 2 3 4
        "AQ-0Q-0H-BH~B6~06", "AQ-0Q~06~B6~BH~0H", "0Q-BQ-46", "5Q-BQ~BG~0G~0Q~5Q 5G-BG~B6~06~0G~5G", "16-B6~BQ~0Q~0F~BF", // 5 6 7 8 9
        "06 0I", "17-03 1I", "AL-0G-AB", "0J-AJ 0D-AD", "0L-AG-0B", "0Q-9Q~9G~4G~4C 46", "CK-6K~6A~CA CK-CA~IA~IQ~0Q~06~G6", // : ; < = > ? @
        "06-6Q-C6 2C-AC", "0G-BG~BQ~0Q-06-C6~CG~0G", "BQ-0Q~06~B6", "06-0Q-CQ~C6~06", "BQ-0Q-06-B6 0G-9G", "BQ-0Q-06 0G-9G", // A B C D E F
        "BQ-0Q~06~C6-CF-7F", "0Q-06 CQ-C6 0G-CG", "0Q-6Q 3Q-36 06-66", "8Q-86~06", "0Q-06 BQ-0E 4H-C6", "0Q-06-A6", // G H I J K L
        "06-0Q-7F-EQ-E6", "06-0Q-C6-CQ", "6Q-CQ~C6~06~0Q~6Q", "06-0Q-CQ~CF~0F", "6Q-CQ~C6~06~0Q~6Q 7B-D5", "06-0Q-CQ~CF~0F 6F-C6", // M … R
        "AQ-0Q~0G~BG~B6~06", "0Q-CQ 6Q-66", "0Q-06~C6~CQ", "0Q-66-CQ", "0Q-46-8L-C6-GQ", "0Q-C6 CQ-06", "0Q-6F-CQ 6F-66", "0Q-CQ-06-C6", // S … Z
        "4S-0S-04-44", "0S-94", "0S-4S-44-04", "0K-4Q-8K", "04-A4", "0Q-3M", // [ \ ] ^ _ `
        "1K-AK~A6 AE-0E~06~A6", "0Q-06-A6~AK~0K", "9K-0K~06~96", "AQ-A6-06~0K~AK", "96-06~0K~AK~AD-0D", "7Q-3Q~36 0K-7K", // a b c d e f
        "AK-A0~10 A6-06~0K~AK", "0Q-06 0K-AK~A6", "0K-06 0Q", "3K-30~00 3Q", "0Q-06 9K-0C 3E-A6", "0Q-06~46", // g h i j k l
        "06-0K-7K~76 3K-EK~E6", "06-0K-AK~A6", "5K-AK~A6~06~0K~5K", "00-0K-AK~A6~06", "A0-AK-0K~06~A6", "06-0K-7K", // m … r
        "9K-0K~0D~AD~A6~06", "3P-36~86 0K-7K", "0K-06~A6 AK-A6", "0K-56-AK", "0K-36-7H-B6-EK", "0K-A6 AK-06", "0K-56 AK-30", "0K-AK-06-A6", // s … z
        "5S-2S~2G-0G-2G~24~54", "0S-04", "0S-3S~3G-5G-3G~34~04", "0D-0H~5H~5D~AD~AH", // { | } ~
        "06 66 C6", "0Q-AQ-A6-06-0Q", // … and unknown
    ];

    /// <summary>Place of a character's glyph, 0 to <see cref="Count"/> - 1.</summary>
    public static int IndexOf(char character) => character switch
    {
        >= ' ' and <= '~' => character - ' ',
        '…' => Ellipsis,
        _ => Box,
    };

    public static string Of(int index) => Table[index];
}
