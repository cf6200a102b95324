using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;

namespace NotifyNl.Mail;

public static class MailRegistration
{
    public static IServiceCollection AddMail(this IServiceCollection services)
    {
        services.AddOptions<MailOptions>()
            .BindConfiguration("Mail")
            .ValidateDataAnnotations()
            .Validate<IHostEnvironment>(
                (o, environment) => environment.IsDevelopment() || !(string.IsNullOrWhiteSpace(o.SmtpHost) || string.IsNullOrWhiteSpace(o.From)),
                "Mail:SmtpHost and Mail:From are not set: the mail server and the sender of invitations and sign-in codes, for example smtp.gemeente.nl and 'Notify NL <niet-antwoorden@gemeente.nl>'.")
            .Validate(o => o.HasSender, "Mail:From is not an address, for example 'Notify NL <niet-antwoorden@gemeente.nl>'.")
            .Validate<IHostEnvironment>(
                (o, environment) => !environment.IsDevelopment() || o.StaysHere,
                "Mail:SmtpHost must be on this machine (localhost): in Development nobody gets a real mail.")
            .Validate(
                o => o.EffectiveSecurity != MailSecurity.None || o.StaysHere,
                "Mail:Security is None, which is only for a mail server on this machine: links to sign in would travel in clear. Choose StartTls or Tls.")
            .ValidateOnStart();
        services.TryAddSingleton<IEmailSender, SmtpEmailSender>();
        return services;
    }
}
