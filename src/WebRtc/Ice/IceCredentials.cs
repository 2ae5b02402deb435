using System.Security.Cryptography;

namespace WebRtc.Ice;

/// <summary>What one side is addressed and authenticated by; RFC 8445 §5.3.</summary>
internal sealed record IceCredentials(string Ufrag, string Password)
{
    /// <summary>Bounds of the standard; RFC 8839 §5.4.</summary>
    public const int MinUfrag = 4, MinPassword = 22, MaxLength = 256;

    private const string IceChars = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

    /// <summary>72 and 144 bits: the ufrag finds the session among all others, so it must not collide.</summary>
    public static IceCredentials Create() => new(RandomNumberGenerator.GetString(IceChars, 12), RandomNumberGenerator.GetString(IceChars, 24));

    public static bool IsUfrag(string text) => IsToken(text, MinUfrag);

    public static bool IsPassword(string text) => IsToken(text, MinPassword);

    /// <summary>Not the password, which is a secret.</summary>
    public override string ToString() => Ufrag;

    private static bool IsToken(string text, int min) => text.Length >= min && text.Length <= MaxLength && text.All(IceChars.Contains);
}
