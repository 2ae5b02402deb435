using System.Buffers;
using System.Collections;
using System.Text.Json;
using Google.Protobuf;

namespace Server.KServe;

/// <summary>Answers of the REST endpoints other than tensors.</summary>
internal static class KServeAnswers
{
    // What fills the server is gone within a run or two; loading a model takes longer.
    private const int RetryAfterSeconds = 1;

    public static IResult Message(IMessage message, int status = StatusCodes.Status200OK) => Json(status, json => MessageJson.Write(json, message));

    /// <summary>A repeated field as an array without an object around it.</summary>
    public static IResult List(IMessage message, int field)
    {
        var descriptor = message.Descriptor.FindFieldByNumber(field);
        return Json(StatusCodes.Status200OK, json => MessageJson.WriteList(json, descriptor, (IEnumerable)descriptor.Accessor.GetValue(message)));
    }

    public static IResult Fault(HttpResponse response, KServeException fault)
    {
        if (fault.Fault is KServeFault.Exhausted or KServeFault.Unavailable)
            response.Headers.RetryAfter = $"{RetryAfterSeconds}";
        return Error(StatusOf(fault.Fault), fault.Message);
    }

    public static IResult Error(int status, string error) => Json(status, json =>
    {
        json.WriteStartObject();
        json.WriteString("error", error);
        json.WriteEndObject();
    });

    private static int StatusOf(KServeFault fault) => fault switch
    {
        KServeFault.InvalidArgument => StatusCodes.Status400BadRequest,
        KServeFault.TooLarge => StatusCodes.Status413PayloadTooLarge,
        KServeFault.NotFound => StatusCodes.Status404NotFound,
        KServeFault.Exhausted => StatusCodes.Status429TooManyRequests,
        KServeFault.Unavailable => StatusCodes.Status503ServiceUnavailable,
        KServeFault.Cancelled => StatusCodes.Status499ClientClosedRequest,
        _ => StatusCodes.Status500InternalServerError,
    };

    private static JsonBytes Json(int status, Action<Utf8JsonWriter> write)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer))
            write(json);
        return new JsonBytes(status, buffer.WrittenMemory);
    }

    private sealed class JsonBytes(int status, ReadOnlyMemory<byte> body) : IResult
    {
        public async Task ExecuteAsync(HttpContext httpContext)
        {
            httpContext.Response.StatusCode = status;
            httpContext.Response.ContentType = "application/json";
            httpContext.Response.ContentLength = body.Length;
            await httpContext.Response.BodyWriter.WriteAsync(body, httpContext.RequestAborted);
        }
    }
}
