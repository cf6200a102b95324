namespace NotifyNl.Simulator;

/// <summary>A stand-in that says "delivered" while nobody got anything must never stand in production.</summary>
public static class Safety
{
    /// <returns>Why the program does not start, or null when it may. As everywhere in .NET, no environment named means Production.</returns>
    public static string? Refusal(IConfiguration configuration)
    {
        var environment = configuration["environment"] ?? configuration["ASPNETCORE_ENVIRONMENT"] ?? configuration["DOTNET_ENVIRONMENT"];
        return environment is null || environment.Equals(Environments.Production, StringComparison.OrdinalIgnoreCase)
            ? "The stand-in gateway does not start in Production: it delivers nothing. Set ASPNETCORE_ENVIRONMENT=Development."
            : null;
    }
}
