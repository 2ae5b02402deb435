namespace Server.Dashboard;

/// <summary>/ is where a person begins; /test has the pages of examples/browser, shown by the server itself, so that they are of the server's own origin.</summary>
internal static class Pages
{
    private const string Html = "text/html; charset=utf-8", Script = "text/javascript; charset=utf-8", Style = "text/css; charset=utf-8";

    public static void MapPages(this IEndpointRouteBuilder routes)
    {
        Map(routes, "/", "start.html", Html);
        Map(routes, "/test/results", "results.html", Html);
        Map(routes, "/test/webrtc", "webrtc.html", Html);
        Map(routes, "/test/overlay.js", "overlay.js", Script);
        Map(routes, "/test/page.css", "page.css", Style);
    }

    private static void Map(IEndpointRouteBuilder routes, string path, string resource, string type) => routes.MapGet(path, () =>
        Results.Stream(typeof(Pages).Assembly.GetManifestResourceStream(resource)!, type)).ExcludeFromDescription();
}
