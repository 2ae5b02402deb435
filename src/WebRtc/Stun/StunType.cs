namespace WebRtc.Stun;

/// <summary>Class and method of the messages ICE uses; RFC 8489 §5.</summary>
internal enum StunType : ushort
{
    BindingRequest = 0x0001,
    BindingIndication = 0x0011,
    BindingSuccess = 0x0101,
    BindingError = 0x0111,
}
