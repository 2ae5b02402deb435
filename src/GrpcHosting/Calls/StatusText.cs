using System.Globalization;

namespace GrpcHosting.Calls;

/// <summary>grpc-status: the number in decimal. One that is not gRPC's is UNKNOWN.</summary>
internal static class StatusText
{
    private static readonly string[] s_texts = [.. Enum.GetValues<GrpcStatus>().Select(status => ((int)status).ToString(CultureInfo.InvariantCulture))];

    public static string Of(GrpcStatus status) => s_texts[(int)(Enum.IsDefined(status) ? status : GrpcStatus.Unknown)];

    public static GrpcStatus Parse(string text) => Array.IndexOf(s_texts, text) is var status and >= 0 ? (GrpcStatus)status : GrpcStatus.Unknown;
}
