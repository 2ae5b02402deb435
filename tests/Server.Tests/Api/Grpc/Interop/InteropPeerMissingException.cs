namespace Server.Tests.Api.Grpc.Interop;

internal sealed class InteropPeerMissingException(string message) : Exception(message);
