using Microsoft.Extensions.Localization;
using NotifyNl.Audit;
using NotifyNl.Web.Resources;

namespace NotifyNl.Web.Security;

/// <summary>A line of the logboek in the reader's language: on the page and in the file.</summary>
public sealed class AuditWords(IStringLocalizer<AuditTexts> texts, IStringLocalizer<Texts> older)
{
    public string[] Heading => [texts["At"], texts["Who"], texts["What"], texts["Changes"], texts["Address"], texts["ServiceId"], texts["SubjectId"], texts["EntryId"]];

    /// <summary>Nobody with an account: a citizen by text message, somebody whom a provider knows and we do not, or an administrator on the server.</summary>
    public string Who(AuditEntry entry) => entry.User?.Name ?? texts[entry.Action == AuditEntry.ByCitizen ? "ByText" : entry.Address is null ? "OnTheServer" : "NoAccount"];

    public string What(AuditEntry entry) => $"{Act(entry.Action)} {entry.Subject}".TrimEnd();

    public string Act(string action) => texts["Audit." + action] is { ResourceNotFound: false } text ? text : older["Audit." + action];

    /// <summary>Each changed field with what it was and became, where that may be read.</summary>
    public string Changes(AuditEntry entry) => string.Join("; ", entry.FieldChanges.Select(c => c is { Before: null, After: null }
        ? Field(c.Field)
        : $"{Field(c.Field)}: {c.Before ?? "–"} → {c.After ?? "–"}"));

    private string Field(string name) => texts["Field." + name] is { ResourceNotFound: false } text ? text : name;
}
