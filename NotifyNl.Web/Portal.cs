using NotifyNl.ApiKeys;
using NotifyNl.Audit;
using NotifyNl.Callbacks;
using NotifyNl.Data;
using NotifyNl.Delivery;
using NotifyNl.Inbound;
using NotifyNl.Organisations;
using NotifyNl.Recipients;
using NotifyNl.Sending;
using NotifyNl.Services;
using NotifyNl.Teams;
using NotifyNl.Templates;
using NotifyNl.Web.Documentation;
using NotifyNl.Web.Security;

namespace NotifyNl.Web;

public static class PortalRegistration
{
    public static IServiceCollection AddPortal(this IServiceCollection services)
    {
        services.AddScoped<AuditOrigin>().AddScoped<AuditLog>().AddScoped<TemplateEditor>().AddScoped<TemplateFolders>().AddScoped<ServiceSettings>().AddScoped<AuditWords>().AddScoped<TeamEditor>().AddScoped<AccessReviews>().AddScoped<Inviting>().AddScoped<AdminRemoval>().AddScoped<OrganisationEditor>().AddScoped<GoingLive>().AddScoped<MassRevocation>();
        services.AddScoped<UploadStore>().AddScoped<FaultyRows>().AddScoped<NotedRows>().AddScoped<TrialReach>().AddScoped<BatchPress>().AddScoped<BatchStop>().AddScoped<BatchResend>().AddScoped<BatchReport>().AddScoped<SingleMessage>().AddScoped<OptOutList>();
        services.AddCallbackClient().AddScoped<CallbackSettings>().AddScoped<CallbackTest>().AddScoped<Inbox>().AddScoped<Reply>().AddScoped<InboundNumbers>().AddScoped<ReplyRules>().AddSingleton<ApiDocument>();
        services.AddScoped<ApiKeyEditor>().AddScoped<GuestList>();
        services.AddSingleton<MessageText>();
        services.AddScoped<GatewaySwitch>();
        services.AddRazorComponents().AddInteractiveServerComponents(circuits =>
        {
            // A circuit holds a typed text at most; the text itself stands in the page's form.
            circuits.DisconnectedCircuitMaxRetained = 50;
            circuits.DisconnectedCircuitRetentionPeriod = TimeSpan.FromMinutes(1);
        });
        return services;
    }

    /// <summary>In Development the keys of personal data are made beside the private database, unless they are configured.</summary>
    public static void AddDevelopmentKeys(this ConfigurationManager configuration)
    {
        if (configuration["PersonalData:HashKey"] is null)
            configuration.AddInMemoryCollection(PersonalDataRegistration.DevelopmentKeys(configuration["DataFolder"] ?? ".data"));
    }
}
