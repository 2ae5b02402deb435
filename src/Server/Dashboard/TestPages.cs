namespace Server.Dashboard;

/// <summary>/test: the pages of examples/browser, shown by the server itself, so that they are of the server's own origin.</summary>
internal static class TestPages
{
    public static void MapTestPages(this IEndpointRouteBuilder routes)
    {
        Map(routes, "/test/results", "results.html", "text/html; charset=utf-8");
        Map(routes, "/test/webrtc", "webrtc.html", "text/html; charset=utf-8");
        Map(routes, "/test/overlay.js", "overlay.js", "text/javascript; charset=utf-8");
    }

    private static void Map(IEndpointRouteBuilder routes, string path, string resource, string type) => routes.MapGet(path, () =>
        Results.Stream(typeof(TestPages).Assembly.GetManifestResourceStream(resource)!, type)).ExcludeFromDescription();
}
