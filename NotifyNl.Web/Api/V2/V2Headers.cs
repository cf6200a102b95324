namespace NotifyNl.Web.Api.V2;

/// <summary>What every answer under /v2 bears (api-v2, §1.3).</summary>
internal static class V2Headers
{
    /// <summary>Of this contract; goes up when something is added.</summary>
    public const string Version = "2.2.0";

    public static void Write(IHeaderDictionary headers, string requestId)
    {
        headers.AccessControlAllowOrigin = "*";
        headers.AccessControlAllowHeaders = "Content-Type,Authorization";
        headers.AccessControlAllowMethods = "GET,PUT,POST,DELETE";
        headers.XContentTypeOptions = "nosniff";
        headers.XFrameOptions = "SAMEORIGIN";
        headers["X-Permitted-Cross-Domain-Policies"] = "none";
        headers.StrictTransportSecurity = "max-age=31536000; includeSubDomains; preload";
        headers.CacheControl = "no-store, no-cache, private, must-revalidate";
        headers["API-Version"] = Version;
        headers["X-Request-Id"] = requestId;
    }
}
