namespace NotifyNl.Web.Observability;

/// <summary>Outside Development each line of the log is one JSON object, with the names of its values, unless <c>Logging:Console:FormatterName</c> says otherwise.</summary>
internal static class StructuredLogs
{
    public static void AddStructuredLogs(this ConfigurationManager configuration, IHostEnvironment environment)
    {
        if (environment.IsDevelopment() || configuration["Logging:Console:FormatterName"] is not null)
            return;

        // No scopes: the framework's hold the addresses of requests, and those of receipts bear a secret.
        configuration.AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["Logging:Console:FormatterName"] = "json",
            ["Logging:Console:FormatterOptions:IncludeScopes"] = "false",
            ["Logging:Console:FormatterOptions:UseUtcTimestamp"] = "true",
            ["Logging:Console:FormatterOptions:TimestampFormat"] = "yyyy-MM-dd'T'HH:mm:ss.fff'Z'",
        });
    }
}
