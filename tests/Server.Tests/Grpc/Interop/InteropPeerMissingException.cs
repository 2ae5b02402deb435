namespace Server.Tests.Grpc.Interop;

internal sealed class InteropPeerMissingException(string message) : Exception(message);
