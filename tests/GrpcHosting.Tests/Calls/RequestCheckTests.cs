using GrpcHosting.Calls;
using Microsoft.AspNetCore.Http;
using Xunit;

namespace GrpcHosting.Tests.Calls;

public class RequestCheckTests
{
    // A port with TLS can speak both.
    [Fact]
    public void HTTP_1_is_told_to_upgrade()
    {
        var http = new DefaultHttpContext();
        (http.Request.Protocol, http.Request.Method, http.Request.ContentType) = ("HTTP/1.1", "POST", "application/grpc");
        Assert.False(RequestCheck.Passes(http));
        Assert.Equal(426, http.Response.StatusCode);
        http.Request.Protocol = "HTTP/2";
        Assert.True(RequestCheck.Passes(http));
    }
}
