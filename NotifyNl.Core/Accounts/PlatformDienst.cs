using NotifyNl.Templates;

namespace NotifyNl.Accounts;

/// <summary>
/// The dienst of the installation itself, which sends the security codes. A migration makes it; nobody is in its team, so nobody can look at its messages.
/// </summary>
public static class PlatformDienst
{
    public const string Name = "Notify NL";
    public const string Sender = "NotifyNL";
    public const string CodeText = "((code)) is uw beveiligingscode voor Notify NL. Geef deze code aan niemand, ook niet aan een collega.";

    public static readonly Guid OrganisationId = new("00000000-0000-7000-8000-000000000002");
    public static readonly Guid Id = new("00000000-0000-7000-8000-000000000003");
    public static readonly Guid CodeTemplateId = new("00000000-0000-7000-8000-000000000005");
    public static readonly Guid CodePinnedTemplateId = new("00000000-0000-7000-8000-000000000006");

    /// <summary>A code is taken out of its message as soon as the gateway has it: nobody reads it afterwards, not even with the keys.</summary>
    internal static string HidingSql { get; } = $"update templates set hides_after_sending = true where id = '{CodeTemplateId}'";

    /// <summary>For the migration, where the tables stand.</summary>
    internal static string SeedSql { get; } = $"""
        insert into users (id, name, user_name, normalized_user_name, email_confirmed, phone_number_confirmed, two_factor_enabled, lockout_enabled, access_failed_count, code_failures, is_platform_admin, created_at)
          values ('{User.SystemId}', '{Name}', 'notify-nl', 'NOTIFY-NL', false, false, false, false, 0, 0, false, now());
        insert into organisations (id, name) values ('{OrganisationId}', '{Name}');
        insert into services (id, organisation_id, name, prefixes_name, accents, created_at) values ('{Id}', '{OrganisationId}', '{Name}', false, {(int)AccentMode.Keep}, now());
        insert into sms_senders (id, service_id, name, is_default) values ('00000000-0000-7000-8000-000000000004', '{Id}', '{Sender}', true);
        insert into templates (id, service_id, name, content, lane, version, created_at, updated_at)
          values ('{CodeTemplateId}', '{Id}', 'Beveiligingscode', '{CodeText}', {(int)Lane.Urgent}, 1, now(), now());
        insert into template_versions (template_id, version, service_id, name, content, lane, created_by_id, created_at)
          values ('{CodeTemplateId}', 1, '{Id}', 'Beveiligingscode', '{CodeText}', {(int)Lane.Urgent}, '{User.SystemId}', now());
        insert into pinned_templates (id, service_id, template_id, template_version, sender, prefix, accents)
          values ('{CodePinnedTemplateId}', '{Id}', '{CodeTemplateId}', 1, '{Sender}', null, {(int)AccentMode.Keep});
        """;
}
