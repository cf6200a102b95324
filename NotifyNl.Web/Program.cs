using NotifyNl;
using NotifyNl.Data;
using NotifyNl.Mail;
using NotifyNl.Malware;
using NotifyNl.Receipts;
using NotifyNl.Web;
using NotifyNl.Web.Api;
using NotifyNl.Web.Api.V2;
using NotifyNl.Web.Components;
using NotifyNl.Web.Documentation;
using NotifyNl.Web.Observability;
using NotifyNl.Web.Security;
using NotifyNl.Web.Worker;

Database? database = null;
try
{
    var builder = WebApplication.CreateBuilder(args);
    builder.Configuration.AddSecretFiles();
    var roles = builder.Configuration.NodeRoles();
    var publicUrl = builder.Configuration.PublicUrl(builder.Environment);
    var https = builder.Environment.IsProduction() || publicUrl?.Scheme == Uri.UriSchemeHttps;
    var ways = builder.Configuration.WaysIn(builder.Environment);
    var telemetry = TelemetryOptions.Read(builder.Configuration);
    builder.Configuration.AddStructuredLogs(builder.Environment);
    builder.Services.AddKnownProxies(builder.Configuration);

    database = await Database.PrepareAsync(builder.Configuration, builder.Environment, CancellationToken.None);
    await database.MigrateAsync(CancellationToken.None);
    await database.RefuseMightyLoginsAsync(CancellationToken.None);
    if (builder.Environment.IsDevelopment())
        builder.Configuration.AddDevelopmentKeys();

    if (Commands.Named(args))
        return await Commands.RunAsync(args, builder.Configuration, database, Console.Out);

    builder.WebHost.ConfigureKestrel(kestrel => kestrel.AddServerHeader = false);
    builder.Host.UseDefaultServiceProvider(provider => provider.ValidateOnBuild = provider.ValidateScopes = true);
    builder.Services.AddSingleton(TimeProvider.System);
    builder.Services.AddQuietLogs();
    builder.Services.AddDatabase(database);
    builder.Services.AddPersonalData();
    builder.Services.AddKeyRing(builder.Configuration);
    builder.Services.AddPublicAddress(publicUrl);
    builder.Services.AddMail();
    builder.Services.AddMalwareScan();
    builder.Services.AddLanguages();
    builder.Services.AddAccounts(https, ways);
    builder.Services.AddPolicies();
    builder.Services.AddResponseHeaders();
    builder.Services.AddPortal();
    builder.Services.AddAbout();
    builder.Services.AddHealth(roles);
    builder.Services.AddTelemetry(telemetry, roles);
    if (roles.HasFlag(NodeRoles.Web))
        builder.Services.AddV2Api();
    if (roles.HasFlag(NodeRoles.Worker))
        builder.Services.AddReceipts().AddWorker(builder.Configuration, database.Worker);

    var app = builder.Build();
    if (builder.Environment.IsDevelopment() && builder.Configuration.GetValue<bool>("Demo:Enabled"))
        await DemoData.SeedAsync(app.Services, database, builder.Configuration["DataFolder"] ?? ".data", CancellationToken.None);

    app.UseForwardedHeaders();
    app.UseMetrics(telemetry);
    if (roles.HasFlag(NodeRoles.Worker))
        app.UseReceiptsApi();
    app.UseResponseHeaders();
    if (roles.HasFlag(NodeRoles.Web))
        app.UseV2Api();
    app.UseExceptionHandler("/refused/500", createScopeForErrors: true);
    if (https)
        app.UseHsts();
    app.UseHeadRequests();
    app.UseRefusals();
    app.UseShownAgain();
    app.UseRequestLocalization();
    app.UseRouting();
    app.UseRateLimiter();
    app.UseAuthentication();
    app.UseNoStore();
    app.UseServiceMembership();
    app.UseAuthorization();
    app.UseStepUp();
    app.UseCircuitOrigin();
    app.UseCircuitSessions();
    app.UseAntiforgery();

    app.MapHealth();
    if (roles.HasFlag(NodeRoles.Web))
    {
        app.MapStaticAssets().AllowAnonymous();
        app.MapSessionApi();
        app.MapSingleSignOnApi();
        app.MapPasskeysApi();
        app.MapListsApi();
        app.MapOptOutsApi();
        app.MapReportsApi();
        app.MapTeamApi();
        app.MapSecurityContact(app.Configuration, publicUrl);
        app.MapDocumentation();
        // The policy of ours has frame-ancestors; a second header from Blazor would only confuse.
        app.MapRazorComponents<App>().AddInteractiveServerRenderMode(options => options.ContentSecurityFrameAncestorsPolicy = null);
    }
    else
    {
        // A node without pages would lead everybody to a sign-in that it does not have.
        app.MapFallback("{*path}", () => Results.NotFound()).AllowAnonymous();
    }

    await app.RunAsync();
    return 0;
}
catch (Exception e) when (e is PrivatePostgresException or InvalidOperationException or Microsoft.Extensions.Options.OptionsValidationException or IOException && !Program.IsTested)
{
    // One sentence that names what to set; a stack trace tells an administrator nothing.
    await Console.Error.WriteLineAsync(e.Message);
    return 1;
}
finally
{
    if (database is not null)
        await database.DisposeAsync();
}

/// <summary>The tests start the program in their own process and want to see what goes wrong.</summary>
public partial class Program
{
    internal static bool IsTested { get; set; }
}
