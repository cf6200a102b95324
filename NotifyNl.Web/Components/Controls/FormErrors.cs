using Microsoft.AspNetCore.Components.Forms;

namespace NotifyNl.Web.Components.Controls;

/// <summary>Brings a <see cref="Problem"/> of Core to the field of the form that it concerns.</summary>
public static class FormErrors
{
    /// <summary>The id of a field's input, and so the target of its link in the error summary.</summary>
    public static string IdOf(string fieldName) => "veld-" + fieldName.ToLowerInvariant();

    /// <summary>What a screen reader says of a field beside its label: the explanation and the error, as far as they are there.</summary>
    public static string? DescribedBy(string id, string? description, string? error) => (description, error) switch
    {
        (null, null) => null,
        (_, null) => id + "-uitleg",
        (null, _) => id + "-fout",
        _ => $"{id}-uitleg {id}-fout",
    };

    public static void Add(this EditContext form, Problem problem)
    {
        if (!form.Properties.TryGetValue(typeof(FormErrors), out var stored) || stored is not ValidationMessageStore messages)
            form.Properties[typeof(FormErrors)] = messages = new ValidationMessageStore(form);

        // A problem of no field of this form stands under the form itself.
        var known = form.Model.GetType().GetProperty(problem.Field) is not null;
        messages.Add(form.Field(known ? problem.Field : ""), problem.Sentence());
        form.NotifyValidationStateChanged();
    }

    public static bool HasErrors(this EditContext form) => form.GetValidationMessages().Any();
}
