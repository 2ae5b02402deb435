namespace GrpcHosting.Tests.Interop;

internal sealed class InteropPeerMissingException(string message) : Exception(message);
