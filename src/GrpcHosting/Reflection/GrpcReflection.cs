using Google.Protobuf;
using Google.Protobuf.Reflection;
using GrpcHosting.Reflection;
using GrpcHosting.Reflection.V1;
using Asked = GrpcHosting.Reflection.V1.ServerReflectionRequest.MessageRequestOneofCase;
using V1Alpha = GrpcHosting.Reflection.V1Alpha;

namespace GrpcHosting;

/// <summary>grpc.reflection.v1 and v1alpha: tools such as grpcurl learn from the server itself what it offers.</summary>
public sealed class GrpcReflection
{
    private const string Method = "ServerReflectionInfo";

    private readonly SymbolIndex _index;
    private readonly ListServiceResponse _list;

    /// <param name="services">Listed beside reflection itself.</param>
    public GrpcReflection(params IEnumerable<GrpcService> services)
    {
        // Both versions are one on the wire, so the older one is answered through the newer one's messages.
        Services =
        [
            new GrpcService(ReflectionReflection.Descriptor.Services[0]).Duplex<ServerReflectionRequest, ServerReflectionResponse>(Method, AnswerAsync),
            new GrpcService(V1Alpha.ReflectionReflection.Descriptor.Services[0])
                .Duplex<V1Alpha.ServerReflectionRequest, V1Alpha.ServerReflectionResponse>(Method, AnswerAlphaAsync),
        ];
        ServiceDescriptor[] all = [.. services.Concat(Services).Select(service => service.Descriptor)];
        _index = new(all.Select(service => service.File));
        _list = new() { Service = { all.Select(service => new ServiceResponse { Name = service.FullName }) } };
    }

    /// <summary>v1 and v1alpha.</summary>
    public IReadOnlyList<GrpcService> Services { get; }

    private async Task AnswerAsync(GrpcReader<ServerReflectionRequest> requests, GrpcWriter<ServerReflectionResponse> responses, GrpcCall call)
    {
        await foreach (var request in requests.ReadAllAsync(call.Stopping))
            await responses.WriteAsync(Answer(request));
    }

    private async Task AnswerAlphaAsync(
        GrpcReader<V1Alpha.ServerReflectionRequest> requests, GrpcWriter<V1Alpha.ServerReflectionResponse> responses, GrpcCall call)
    {
        await foreach (var request in requests.ReadAllAsync(call.Stopping))
        {
            var answer = Answer(ServerReflectionRequest.Parser.ParseFrom(request.ToByteString()));
            await responses.WriteAsync(V1Alpha.ServerReflectionResponse.Parser.ParseFrom(answer.ToByteString()));
        }
    }

    private ServerReflectionResponse Answer(ServerReflectionRequest request)
    {
        var response = new ServerReflectionResponse { ValidHost = request.Host, OriginalRequest = request };
        switch (request.MessageRequestCase)
        {
            case Asked.ListServices: response.ListServicesResponse = _list; break;
            case Asked.AllExtensionNumbersOfType when _index.ExtensionsOf(request.AllExtensionNumbersOfType) is { } numbers:
                response.AllExtensionNumbersResponse = new() { BaseTypeName = request.AllExtensionNumbersOfType, ExtensionNumber = { numbers } };
                break;
            case Asked.None: response.ErrorResponse = Error(GrpcStatus.InvalidArgument, "message_request is not set"); break;
            default:
                if (Find(request) is { } file)
                    response.FileDescriptorResponse = new() { FileDescriptorProto = { SymbolIndex.WithImports(file) } };
                else
                    response.ErrorResponse = Error(GrpcStatus.NotFound, "no file declares it");
                break;
        }
        return response;
    }

    private FileDescriptor? Find(ServerReflectionRequest request) => request.MessageRequestCase switch
    {
        Asked.FileByFilename => _index.FileNamed(request.FileByFilename),
        Asked.FileContainingSymbol => _index.FileOf(request.FileContainingSymbol),
        Asked.FileContainingExtension => _index.FileOfExtension(request.FileContainingExtension.ContainingType, request.FileContainingExtension.ExtensionNumber),
        _ => null,
    };

    private static ErrorResponse Error(GrpcStatus status, string message) => new() { ErrorCode = (int)status, ErrorMessage = message };
}
